"""A case is closed while an office owes its answer: whoever looks after it hears what comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, FollowUp, StepStands
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, ReferralOutcome, RefusalReason
from hopecare.domain.roles import Role
from hopecare.queries.follow_ups import steps_of
from hopecare.services.answer_referral import answer_referral
from hopecare.services.close_case import close_case
from hopecare.services.disable_account import disable_account
from hopecare.services.follow_clock import follow_clock
from hopecare.services.name_last_day import name_last_day
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.reopen_case import reopen_case
from hopecare.services.settle_application_step import settle_application_step
from models import CallTask, LegalClock
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre

pytestmark = pytest.mark.both_databases
SOON = NOW + timedelta(hours=1)


@pytest.fixture
def worker(session):
    return a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))


@pytest.fixture
def case(session, worker):
    found = a_case(session)
    found.owner_id = worker.person_id
    return found


def closes(session, case):
    outcome = CaseOutcome.SERVICE_TOOK_OVER
    close_case(session, case_id=case.id, version=None, outcome=outcome, by=BY, now=NOW)


def refused(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.NO_CAPACITY,
        door=AnswerDoor.LINK, answered_on=TODAY, words=None, by=BY, now=SOON,
    )  # fmt: skip


def came_out(outcome):
    def record(session, referral):
        record_referral_outcome(
            session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
            amount_minor=None, currency=None, by=BY, now=SOON,
        )  # fmt: skip

    return record


def owed(session):
    waits = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    return session.scalars(waits.order_by(CallTask.created_at, CallTask.id)).all()


@pytest.mark.parametrize(
    "answers",
    [
        refused,
        came_out(ReferralOutcome.NOT_GRANTED),
        came_out(ReferralOutcome.PARTLY_GRANTED),
    ],
    ids=["refused", "not granted", "partly"],
)
def test_a_no_after_the_case_was_closed_is_owed_a_call(session, case, answers):
    referral = a_referral(session, case=case)
    closes(session, case)
    answers(session, referral)
    (call,) = owed(session)
    assert (call.kind, call.person_id) == (CallTaskKind.CALL_BACK, case.resident_id)
    assert (call.case_id, call.owner_id) == (case.id, case.owner_id)
    assert "사례를 다시" in call.words


def test_a_decision_about_an_application_is_too(session, case):
    application = its_submission(session, an_application(session, case=case))
    closes(session, case)
    its_decision(session, application, Decision.REFUSED, now=SOON)
    assert CallTaskKind.CALL_BACK in [each.kind for each in owed(session)]


@pytest.mark.parametrize("what", ["granted", "open"])
def test_no_call_where_it_was_granted_or_the_case_is_open(session, case, what):
    referral = a_referral(session, case=case)
    if what == "granted":
        closes(session, case)
        came_out(ReferralOutcome.GRANTED)(session, referral)
    else:
        refused(session, referral)
    assert CallTaskKind.CALL_BACK not in [each.kind for each in owed(session)]


def test_a_case_that_is_opened_again_needs_the_call_no_more(session, case):
    referral = a_referral(session, case=case)
    closes(session, case)
    refused(session, referral)
    reopen_case(session, case_id=case.id, by=BY, now=SOON)
    assert CallTaskKind.CALL_BACK not in [each.kind for each in owed(session)]


@pytest.mark.parametrize("answers", [refused, came_out(ReferralOutcome.PARTLY_GRANTED)])
def test_a_case_that_is_opened_again_asks_for_the_last_day_to_object(session, case, answers):
    referral = a_referral(session, case=case)
    closes(session, case)
    answers(session, referral)
    reopen_case(session, case_id=case.id, by=BY, now=SOON)
    (call,) = owed(session)
    assert (call.kind, call.owner_id) == (CallTaskKind.DEADLINE_NEAR, case.owner_id)
    assert call.dedup_key.startswith(f"last_day:{referral.id}")


def is_named(session, referral):
    last = TODAY + timedelta(days=60)
    name_last_day(session, referral_id=referral.id, due_on=last, by=BY, now=SOON)


def is_over(session, referral):
    last = TODAY + timedelta(days=10)
    name_last_day(session, referral_id=referral.id, due_on=last, by=BY, now=SOON)
    (clock,) = session.scalars(select(LegalClock))
    follow_clock(session, clock_id=clock.id, by=BY, now=SOON + timedelta(days=11))


def is_left(session, referral):
    step = next(each for each in steps_of(session, referral.id) if each.step is FollowUp.OBJECT)
    settle_application_step(
        session, of_id=referral.id, step_id=step.id, version=step.version,
        stands=StepStands.LEFT, words=None, by=BY, now=SOON,
    )  # fmt: skip


@pytest.mark.parametrize("happened", [is_named, is_over, is_left])
def test_a_last_day_that_is_known_or_not_used_is_not_asked_for(session, case, happened):
    referral = a_referral(session, case=case)
    closes(session, case)
    refused(session, referral)
    happened(session, referral)
    reopen_case(session, case_id=case.id, by=BY, now=SOON + timedelta(days=12))
    assert owed(session) == []


def test_a_last_day_that_is_asked_for_already_is_asked_for_once(session, case):
    refused(session, a_referral(session, case=case))
    closes(session, case)
    reopen_case(session, case_id=case.id, by=BY, now=SOON)
    assert [each.kind for each in owed(session)] == [CallTaskKind.DEADLINE_NEAR]


def test_whoever_has_left_is_not_the_one_who_rings(session, case, worker):
    """A closed case keeps its owner; a call about it that is owed later is its centre's."""
    referral = a_referral(session, case=case)
    its_submission(session, an_application(session, case=case))
    closes(session, case)
    disable_account(session, account_id=worker.id, now=NOW)
    refused(session, referral)
    (clock,) = session.scalars(select(LegalClock))
    follow_clock(session, clock_id=clock.id, by=BY, now=NOW + timedelta(days=31))
    calls = owed(session)
    assert len(calls) == 2
    assert {(each.owner_id, each.centre_id) for each in calls} == {(None, case.centre_id)}
