"""Clocks of the law by the worker's own job: rung before, chased after, each once, however late."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.applications import BridgeTrouble, Decision
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, NeedStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.needs import NeedKind
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.queries.applications import application_view
from hopecare.services.end_need import end_need
from hopecare.services.extend_application import extend_application
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.settle_bridge import BridgeWish, settle_bridge
from models import Application, CallTask, LegalClock, Need, Person
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.crises import a_crisis, first_help
from tests.factories.offers import a_task
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

SEOUL = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY


def on(day, clock=time(9)):
    """A moment of the town's clock."""
    return datetime.combine(day, clock, SEOUL).astimezone(UTC)


@pytest.fixture
def make(town):
    """Write something about the town's resident."""

    def made(act, **given):
        with town.database.writing(town.scope) as session:
            resident = session.get_one(Person, town.resident_id)
            return act(session, a_case(session, resident=resident), **given)

    return made


def handed_in(session, case, **given):
    return its_submission(session, an_application(session, case=case, **given))


def calls(town):
    with town.database.reading(town.scope) as session:
        found = session.scalars(select(CallTask).order_by(CallTask.created_at, CallTask.id))
        return [(each.kind, each.status) for each in found]


def owed(town):
    return [kind for kind, status in calls(town) if status is CallTaskStatus.OPEN]


def test_somebody_rings_two_days_before_and_asks_once_when_it_is_over(town, make):
    make(handed_in)
    for day, expected in (
        (DUE - 3 * DAY, []),
        (DUE - 2 * DAY, [CallTaskKind.DEADLINE_NEAR]),
        (DUE, [CallTaskKind.DEADLINE_NEAR]),
        (DUE + DAY, [CallTaskKind.DEADLINE_NEAR, CallTaskKind.REFERRAL_SILENT]),
        (DUE + 9 * DAY, [CallTaskKind.DEADLINE_NEAR, CallTaskKind.REFERRAL_SILENT]),
    ):
        town.at(on(day))
        for _ in range(2):
            follow_clocks(town.tools)
        assert owed(town) == expected, day


def test_a_worker_that_slept_asks_about_the_silence_only(town, make):
    make(handed_in)
    town.at(on(DUE + 40 * DAY))
    follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.REFERRAL_SILENT]
    assert follow_clocks(town.tools) == 0


@pytest.mark.parametrize(("clock", "expected"), [(time(23, 59), 0), (time(0, 0), 1)])
def test_the_day_is_that_of_the_town(town, make, clock, expected):
    make(handed_in)
    day = DUE - 3 * DAY if expected == 0 else DUE - 2 * DAY
    town.at(on(day, clock))
    follow_clocks(town.tools)
    assert len(owed(town)) == expected


def test_the_office_is_rung_where_a_referral_says_which(town, make):
    def with_referral(session, case):
        referral = a_referral(session, case=case)
        return its_submission(session, an_application(session, case=case, referral=referral))

    make(with_referral)
    town.at(on(DUE + DAY))
    follow_clocks(town.tools)
    with town.database.reading(town.scope) as session:
        (task,) = session.scalars(select(CallTask))
    assert task.person_id is None
    assert "031-000-0100" in task.words
    assert DUE.isoformat() in task.words


def test_a_decision_takes_back_the_call_that_is_owed(town, make):
    application = make(handed_in)
    town.at(on(DUE + DAY))
    follow_clocks(town.tools)
    with town.database.writing(town.scope) as session:
        waiting = session.get_one(Application, application.id)
        its_decision(session, waiting, Decision.GRANTED, now=town.clock.at)
    assert owed(town) == []
    town.at(on(DUE + 30 * DAY))
    assert follow_clocks(town.tools) == 0


def test_more_time_is_chased_at_its_own_end(town, make):
    application = make(handed_in)
    town.at(on(DUE - DAY))
    follow_clocks(town.tools)
    with town.database.writing(town.scope) as session:
        extend_application(
            session, application_id=application.id, said_on=DUE - DAY, due_on=None,
            words="확인이 늦어짐", by=BY, now=town.clock.at,
        )  # fmt: skip
    assert owed(town) == []
    town.at(on(DUE + DAY))
    follow_clocks(town.tools)
    assert owed(town) == []
    town.at(on(TODAY + 61 * DAY))
    follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.REFERRAL_SILENT]


def test_the_last_day_to_object_is_rung_before_and_not_chased(town, make):
    def refused(session, case):
        return its_decision(session, handed_in(session, case), object_by=TODAY + 20 * DAY)

    make(refused)
    town.at(on(TODAY + 18 * DAY))
    follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.DEADLINE_NEAR]
    town.at(on(TODAY + 21 * DAY))
    follow_clocks(town.tools)
    assert owed(town) == []
    with town.database.reading(town.scope) as session:
        clocks = session.scalars(select(LegalClock).where(LegalClock.ended_at.is_(None))).all()
    assert clocks == []


def test_a_check_that_is_not_made_is_asked_for(town, make):
    make(lambda session, case: first_help(session, a_crisis(session, case=case)))
    town.at(on(TODAY + 40 * DAY))
    follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.DEADLINE_NEAR]


def test_help_nobody_takes_is_told_once_and_again_after_a_helper_left(town, make):
    def waits(session, case):
        application = handed_in(session, case, bridge=NeedKind.KNOCK)
        return application.bridge_need_id, neighbours(session, 1)[0].id

    need_id, helper_id = make(waits)
    assert follow_clocks(town.tools) == 0
    town.at(NOW + 3 * DAY)
    for _ in range(2):
        follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.BRIDGE_SHORT]
    with town.database.writing(town.scope) as session:
        (call,) = session.scalars(select(CallTask))
        finish_call_task(
            session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock.at
        )
    follow_clocks(town.tools)
    assert owed(town) == []
    with town.database.writing(town.scope) as session:
        a_task(session, session.get_one(Need, need_id), session.get_one(Person, helper_id))
        end_need(session, need_id=need_id, is_met=False, by=BY, now=town.clock.at)
    for _ in range(2):
        follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.BRIDGE_SHORT]


def objected(session, case):
    """An objection is with the office; the help until the decision ended with it."""
    application = handed_in(session, case, bridge=NeedKind.KNOCK)
    its_decision(session, application)
    object_to_decision(
        session, application_id=application.id, objected_on=TODAY, due_on=DUE, by=BY, now=NOW
    )
    return case, application


def test_help_that_ended_with_the_decision_is_no_trouble_of_the_objection(town, make):
    make(objected)
    town.at(NOW + 5 * DAY)
    follow_clocks(town.tools)
    assert owed(town) == []
    with town.database.reading(town.scope) as session:
        application = session.scalars(select(Application)).one()
        assert application_view(session, application.id).bridge_trouble is None
        assert session.scalars(select(Need.status)).one() is NeedStatus.ENDED


@pytest.mark.both_databases
def test_help_agreed_anew_for_an_objection_is_told_like_the_first(town, make):
    def agreed_anew(session, case):
        case, application = objected(session, case)
        wish = BridgeWish(kind=NeedKind.KNOCK, weekdays=("mon",))
        settle_bridge(session, case, application, wish, by=BY, now=NOW)
        return application.id, application.bridge_need_id, neighbours(session, 1)[0].id

    application_id, need_id, helper_id = make(agreed_anew)
    town.at(NOW + 3 * DAY)
    for _ in range(2):
        follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.BRIDGE_SHORT]
    with town.database.writing(town.scope) as session:
        a_task(session, session.get_one(Need, need_id), session.get_one(Person, helper_id))
        assert application_view(session, application_id).bridge_trouble is None
        end_need(session, need_id=need_id, is_met=False, by=BY, now=town.clock.at)
        trouble = application_view(session, application_id).bridge_trouble
        assert trouble is BridgeTrouble.ENDED
    follow_clocks(town.tools)
    assert owed(town) == [CallTaskKind.BRIDGE_SHORT] * 2


@pytest.mark.both_databases
def test_help_agreed_anew_lasts_until_the_answer_however_soon_aid_is_checked(town, make):
    def contested(session, case):
        application = handed_in(session, case, programme="emergency")
        its_decision(session, application, Decision.PARTLY_GRANTED)
        object_to_decision(
            session, application_id=application.id, objected_on=TODAY, due_on=TODAY + 90 * DAY,
            by=BY, now=NOW,
        )  # fmt: skip
        wish = BridgeWish(kind=NeedKind.KNOCK, weekdays=("mon",))
        settle_bridge(session, case, application, wish, by=BY, now=NOW)
        need = session.get_one(Need, application.bridge_need_id)
        a_task(session, need, neighbours(session, 1)[0])
        kinds = set(session.scalars(select(LegalClock.kind).where(LegalClock.ended_at.is_(None))))
        return kinds, need.until_on

    kinds, until_on = make(contested)
    assert kinds == {ClockKind.AFTER_CHECK, ClockKind.OBJECTION_ANSWER}
    assert until_on == TODAY + 90 * DAY
    town.at(NOW + 3 * DAY)
    follow_clocks(town.tools)
    assert owed(town) == []
