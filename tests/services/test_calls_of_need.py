"""Calls and alerts to find somebody end with what they are about: nobody rings for it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, MessageStatus, MissedWeekStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.urgency import Urgency
from hopecare.services.answer_offer import answer_offer
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.record_death import record_death
from hopecare.services.settle_missed_week import settle_missed_week
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import Alert, CallTask, Case, Centre, Message, MissedWeek, Need, Person
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_duty
from tests.factories.offers import YES
from tests.factories.people import a_consent, a_staff_account
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_missed_week, a_weekly_task

LATER = EVENING + timedelta(hours=1)


@pytest.fixture
def escalated(session):
    """Nobody has said yes until late: staff ring, and in a crisis whoever is on duty hears it."""

    def bring_about(urgency=Urgency.ORDINARY, *, case=None):
        neighbours(session, 5)
        need = a_need(session, case=case or a_case(session, urgency=urgency))
        asking = an_asking(session, need)
        late = asking.opened_at + 0.8 * (asking.deadline - asking.opened_at)
        look(session, asking, late)
        return need, late + timedelta(minutes=1)

    return bring_about


def end(session, need, now):
    end_need(session, need_id=need.id, is_met=False, by=BY, now=now)


def close(session, need, now):
    outcome = CaseOutcome.NEED_MET
    close_case(session, case_id=need.case_id, version=None, outcome=outcome, by=BY, now=now)


def die(session, need, now):
    person_id = session.get_one(Case, need.case_id).resident_id
    record_death(session, person_id=person_id, died_on=TODAY, by=BY, now=now)


def withdraw(session, need, now):
    resident = session.get_one(Person, session.get_one(Case, need.case_id).resident_id)
    purpose, form = ConsentPurpose.PEER_HELP, ConsentForm.VOICE
    withdraw_consent(session, resident, purpose=purpose, form=form, by=BY, now=now)


def say_yes(session, need, now):
    answer_offer(session, offer_id=offers_of(session, need)[0].id, answer=YES, by=BY, now=now)


def owed(session, kind=CallTaskKind.UNFILLED):
    return session.scalars(
        select(CallTask).where(CallTask.kind == kind, CallTask.status == CallTaskStatus.OPEN)
    ).all()


def alert_of(session):
    return session.scalars(select(Alert).where(Alert.kind == AlertKind.UNFILLED)).one()


@pytest.mark.parametrize("over", [end, close, die, withdraw, say_yes])
def test_nobody_rings_neighbours_for_what_is_looked_for_no_more(session, escalated, over):
    need, now = escalated()
    [call] = owed(session)
    assert call.need_id == need.id
    over(session, need, now)
    assert owed(session) == []


@pytest.mark.parametrize("over", [end, close, die, withdraw])
def test_nobody_rings_for_a_missed_day_of_help_that_has_ended(session, over):
    task = a_weekly_task(session, neighbours(session, 5)[0])
    resident = session.get_one(Person, session.get_one(Case, task.case_id).resident_id)
    a_consent(session, resident, ConsentPurpose.CHECK_INS, act=ConsentAct.WITHDRAWN)
    missed = a_missed_week(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert len(owed(session)) == 1
    over(session, session.get_one(Need, task.need_id), LATER)
    assert session.get_one(MissedWeek, missed.id).status is MissedWeekStatus.CALLED_OFF
    assert owed(session) == []
    keys = [each.dedup_key for each in owed(session, CallTaskKind.CALL_BACK)]
    assert [key for key in keys if key.startswith("missed_week:")] == []


def test_after_a_death_was_undone_somebody_is_looked_for_again(session, escalated):
    need, now = escalated()
    [call] = owed(session)
    die(session, need, now)
    person_id = session.get_one(Case, need.case_id).resident_id
    undo_death(session, person_id=person_id, by=BY, now=now)
    assert [each.id for each in owed(session)] == [call.id]


@pytest.mark.parametrize(
    ("over", "ended_by"),
    [
        (say_yes, AlertEnd.HELPED),
        (end, AlertEnd.NOT_NEEDED),
        (withdraw, AlertEnd.NOT_NEEDED),
        (die, AlertEnd.HAS_DIED),
    ],
)
def test_the_alert_that_nobody_was_found_ends_with_it(session, escalated, over, ended_by):
    need, now = escalated(Urgency.CRISIS)
    assert alert_of(session).status is AlertStatus.RAISED
    over(session, need, now)
    alert = alert_of(session)
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, ended_by)


def test_whoever_heard_the_alert_hears_that_it_has_ended(session, escalated):
    case = a_case(session, urgency=Urgency.CRISIS)
    account = a_staff_account(session, centre=session.get_one(Centre, case.centre_id))
    on_duty = session.get_one(Person, account.person_id)
    a_duty(session, session.get_one(Centre, case.centre_id), on_duty)
    need, now = escalated(case=case)
    [alarm] = told(session, on_duty, MessageKind.ALERT)
    alarm.status = MessageStatus.DELIVERED
    say_yes(session, need, now)
    [news] = told(session, on_duty, MessageKind.ALERT_NEWS)
    assert news.status is MessageStatus.PENDING
    assert "이미 마무리" in (news.body or "")


def told(session, person, kind):
    found = select(Message).where(Message.kind == kind, Message.to_person_id == person.id)
    return session.scalars(found).all()
