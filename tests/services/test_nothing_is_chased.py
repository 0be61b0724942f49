"""Of whoever has died, or wants no record, nothing is chased any more, in closed cases too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, CaseStatus, ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, RefusalReason
from hopecare.services.answer_referral import answer_referral
from hopecare.services.close_case import close_case
from hopecare.services.follow_clock import follow_clock
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, Case, LegalClock, Person
from tests.factories.applications import (
    an_application,
    its_decision,
    its_submission,
    rung_at_once,
)
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
LOOKS = (26 * DAY, 28 * DAY, 31 * DAY, 61 * DAY)


@pytest.fixture
def case(session):
    return a_case(session)


def dies(session, case):
    record_death(
        session, person_id=case.resident_id, died_on=TODAY, by=BY, now=NOW + timedelta(hours=1)
    )


def wants_no_record(session, case):
    withdraw_consent(
        session,
        session.get_one(Person, case.resident_id),
        purpose=ConsentPurpose.KEEP_RECORD,
        form=ConsentForm.VOICE,
        by=BY,
        now=NOW + timedelta(hours=1),
    )


def closes(session, case):
    outcome = CaseOutcome.SERVICE_TOOK_OVER
    close_case(session, case_id=case.id, version=None, outcome=outcome, by=BY, now=NOW)


def days_pass(session):
    """Every clock is looked at on every day somebody would ring."""
    for later in LOOKS:
        for clock_id in session.scalars(select(LegalClock.id)).all():
            follow_clock(session, clock_id=clock_id, by=BY, now=NOW + later)


def rung(session, *, but=()):
    """Whom staff still owe a call about the formal side, by kind."""
    owed = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN, CallTask.kind.not_in(but))
    return [each.kind for each in session.scalars(owed)]


@pytest.mark.parametrize("ends", [dies, wants_no_record])
@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "live"])
def test_no_call_is_owed_about_what_they_applied_for(session, case, ends, is_closed):
    application = its_submission(session, an_application(session, case=case))
    begun = an_application(session, case=case, programme="medical")
    if is_closed:
        closes(session, case)
    ends(session, case)
    days_pass(session)
    assert rung(session) == []
    gone = {each.status for each in (application, begun)}
    assert gone == {ApplicationStatus.WITHDRAWN}


@pytest.mark.parametrize("ends", [dies, wants_no_record])
def test_a_call_that_stood_already_is_taken_back(session, case, ends):
    its_submission(session, an_application(session, case=case))
    refused = its_submission(session, an_application(session, case=case, programme="medical"))
    its_decision(session, refused, Decision.REFUSED)
    closes(session, case)
    days_pass(session)
    assert CallTaskKind.REFERRAL_SILENT in rung(session)
    ends(session, case)
    assert rung(session) == []


def refuses(session, case):
    """An office refuses with nothing handed in: it is asked until when they may object."""
    answer_referral(
        session, referral_id=a_referral(session, case=case).id, refusal=RefusalReason.OVER_INCOME,
        door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip


def asks_answer(session, case):
    """No law says by when this is answered: the office is asked."""
    service = a_service(session, programme="emergency")
    referral = a_referral(session, case=case, service=service)
    applied = an_application(session, case=case, programme="emergency", referral=referral)
    its_submission(session, rung_at_once(session, applied))


def asking_for_days(session):
    asks = CallTask.dedup_key.startswith("last_day:") | CallTask.dedup_key.startswith("answer_day:")
    waits = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN, asks)
    return session.scalars(waits).all()


DAYS = pytest.mark.parametrize("asks", [refuses, asks_answer])
HELD = pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "live"])


@pytest.mark.parametrize("ends", [dies, wants_no_record])
@DAYS
@HELD
def test_no_day_is_asked_for_any_more(session, case, ends, asks, is_closed):
    asks(session, case)
    if is_closed:
        closes(session, case)
    assert len(asking_for_days(session)) == 1
    ends(session, case)
    assert asking_for_days(session) == []


@DAYS
@HELD
def test_a_death_undone_asks_for_the_day_again(session, case, asks, is_closed):
    asks(session, case)
    if is_closed:
        closes(session, case)
    (before,) = asking_for_days(session)
    assert before.person_id is None
    dies(session, case)
    undo_death(session, person_id=case.resident_id, by=BY, now=NOW + timedelta(hours=2))
    (again,) = asking_for_days(session)
    assert (again.person_id, again.words) == (None, before.words)


@DAYS
@HELD
def test_a_death_undone_asks_the_person_where_nothing_may_be_shared_any_more(
    session, case, asks, is_closed
):
    asks(session, case)
    if is_closed:
        closes(session, case)
    dies(session, case)
    person = session.get_one(Person, case.resident_id)
    share = ConsentPurpose.SHARE_WITH_AGENCY
    a_consent(session, person, share, at=NOW + DAY / 24, expires_on=TODAY - DAY)
    undo_death(session, person_id=case.resident_id, by=BY, now=NOW + timedelta(hours=2))
    (again,) = asking_for_days(session)
    assert (again.person_id, again.words) == (case.resident_id, None)


def test_a_death_undone_asks_for_no_day_of_a_case_that_stays_closed(session, case):
    refuses(session, case)
    dies(session, case)
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.KEEP_RECORD, act=ConsentAct.REFUSED, at=NOW + DAY)
    undo_death(session, person_id=case.resident_id, by=BY, now=NOW + timedelta(hours=2))
    assert case.status is CaseStatus.CLOSED
    assert asking_for_days(session) == []


@pytest.mark.parametrize("no", ["died", "no_record"])
def test_a_clock_that_runs_all_the_same_ends_without_a_call(session, case, no):
    """Whatever set it going again: nobody is rung."""
    its_submission(session, an_application(session, case=case))
    person = session.get_one(Person, case.resident_id)
    if no == "died":
        person.died_on = TODAY
    else:
        said = ConsentSaid(
            purpose=ConsentPurpose.KEEP_RECORD, form=ConsentForm.VOICE, act=ConsentAct.REFUSED
        )
        record_consent(session, person, said, by=BY, now=NOW + timedelta(hours=1))
    session.flush()
    days_pass(session)
    (clock,) = session.scalars(select(LegalClock))
    assert clock.ended_at is not None
    assert rung(session) == []


def test_a_record_whose_yes_ran_out_is_chased_on(session, case):
    its_submission(session, an_application(session, case=case))
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.KEEP_RECORD, at=NOW + DAY, expires_on=TODAY + 2 * DAY)
    days_pass(session)
    assert CallTaskKind.REFERRAL_SILENT in rung(session)


def test_a_death_undone_brings_back_what_a_closed_case_waited_for(session, case):
    referral = a_referral(session, case=case)
    application = its_submission(session, an_application(session, case=case, referral=referral))
    closes(session, case)
    (clock,) = session.scalars(select(LegalClock))
    looked = (clock.due_on, clock.look_on)
    dies(session, case)
    assert (application.status, referral.status) == (
        ApplicationStatus.WITHDRAWN,
        ReferralStatus.WITHDRAWN,
    )
    record = undo_death(session, person_id=case.resident_id, by=BY, now=NOW + timedelta(hours=2))
    assert session.get_one(Case, case.id).status is CaseStatus.CLOSED
    assert (application.status, referral.status) == (ApplicationStatus.WAITING, ReferralStatus.SENT)
    assert (clock.ended_at, clock.due_on, clock.look_on) == (None, *looked)
    named = {kind: rows for kind, rows in record.stopped["left"].items() if rows}
    assert named == {}
    days_pass(session)
    assert CallTaskKind.REFERRAL_SILENT in rung(session)
