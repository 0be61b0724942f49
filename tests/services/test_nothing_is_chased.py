"""Of whoever has died, or wants no record, nothing is chased any more, in closed cases too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, CaseStatus, ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import CaseOutcome
from hopecare.services.close_case import close_case
from hopecare.services.follow_clock import follow_clock
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, Case, LegalClock, Person
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent
from tests.factories.referrals import a_referral
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
