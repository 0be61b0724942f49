"""A decision that came by letter is the office's word about the referral too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.applications import DECISION_OF, Decision
from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.queries.silent_referrals import is_unfinished
from hopecare.services.answer_referral import answer_referral
from hopecare.services.object_to_decision import object_to_decision
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_town

YESTERDAY, BEFORE = TODAY - timedelta(days=1), NOW - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=20)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def applied_with(session, *, refusal=None, is_answered=True):
    """Handed in with a referral that the office has taken on, or not answered yet."""
    case = a_case(session, now=LONG_AGO)
    referral = a_referral(session, case=case, now=LONG_AGO)
    applied = an_application(session, case=case, referral=referral, now=LONG_AGO)
    its_submission(session, applied, on=TODAY - timedelta(days=20), now=LONG_AGO)
    if is_answered:
        answer_referral(
            session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.LETTER,
            answered_on=TODAY - timedelta(days=10), words=None, by=BY, now=BEFORE,
        )  # fmt: skip
    return referral, applied


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("is_answered", [True, False])
def test_the_referral_is_done_and_nobody_rings_for_it(session, decision, is_answered):
    referral, applied = applied_with(session, is_answered=is_answered)
    its_decision(session, applied, decision, on=YESTERDAY)
    assert referral.status is ReferralStatus.DONE
    assert DECISION_OF[referral.outcome] is decision
    assert (referral.outcome_on, referral.answer_words) == (YESTERDAY, "소득 초과")
    late = referral.answer_due_on + timedelta(days=90)
    assert not is_unfinished(session, referral, today=late)
    assert applied.status is ApplicationStatus.DECIDED


def test_what_the_office_did_not_take_on_stays_refused(session):
    referral, applied = applied_with(session, refusal=RefusalReason.OVER_INCOME)
    its_decision(session, applied, Decision.REFUSED, on=YESTERDAY)
    assert (referral.status, referral.outcome) == (ReferralStatus.REFUSED, None)


def test_an_objection_that_was_written_down_late_is_decided_at_both(session):
    """Handed in and decided before either was written here: the referral's day is the first one
    that can be, since what was sent again was sent today."""
    referral, applied = applied_with(session)
    its_decision(session, applied, Decision.REFUSED, on=TODAY - timedelta(days=9))
    object_to_decision(
        session, application_id=applied.id, objected_on=TODAY - timedelta(days=8), due_on=None,
        by=BY, now=NOW,
    )  # fmt: skip
    assert referral.status is ReferralStatus.SENT
    its_decision(session, applied, Decision.GRANTED, on=YESTERDAY)
    assert (referral.outcome, referral.outcome_on) == (ReferralOutcome.GRANTED, TODAY)
