"""An office that stands by a part it granted has not refused: the part that was given stands."""

from __future__ import annotations

import pytest

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.applications import application_by_id
from hopecare.queries.contested_decisions import decision_on, find_contestable
from hopecare.queries.events import told_of
from hopecare.queries.noted_of import newest_noted
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY


def objected(session, outcome, *, applied=False, amount=None):
    case = a_case(session)
    referral = a_referral(session, case=case)
    application = an_application(session, case=case, referral=referral) if applied else None
    if application is not None:
        its_submission(session, application)
    record_referral_outcome(
        session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
        amount_minor=amount, currency="KRW" if amount else None, by=BY, now=NOW,
    )  # fmt: skip
    object_to_referral(session, referral_id=referral.id, told_on=TODAY, by=BY, now=NOW)
    return referral, application


def events_of(referral):
    return newest_noted(referral, EntryKind.REFERRAL_OBJECTED)


def stands_by_it(session, referral):
    return answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
        door=AnswerDoor.LETTER, speaker="담당자", answered_on=TODAY, words="그대로 둡니다",
        by=BY, now=NOW,
    )  # fmt: skip


def test_what_was_partly_granted_stays_so(session):
    referral, _ = objected(session, ReferralOutcome.PARTLY_GRANTED)
    stands_by_it(session, referral)
    assert referral.status is ReferralStatus.DONE
    assert referral.outcome is ReferralOutcome.PARTLY_GRANTED
    assert (referral.outcome_on, referral.outcome_by_door) == (TODAY, AnswerDoor.LETTER)
    assert referral.outcome_speaker == "담당자"
    assert "그대로 둡니다" in referral.answer_words
    against = decision_on(session, referral, None)
    assert against.decision is Decision.PARTLY_GRANTED
    assert against.reason is RefusalReason.OVER_INCOME


def test_what_was_applied_for_with_it_is_decided_so_again(session):
    referral, application = objected(session, ReferralOutcome.PARTLY_GRANTED, applied=True)
    stands_by_it(session, referral)
    applied = application_by_id(session, application.id)
    assert applied.status is ApplicationStatus.DECIDED
    assert applied.decision is Decision.PARTLY_GRANTED


@pytest.mark.parametrize("applied", [False, True])
def test_what_is_paid_of_it_is_paid_still(session, applied):
    referral, _ = objected(session, ReferralOutcome.PARTLY_GRANTED, applied=applied, amount=150_000)
    told = [told_of(each, "") for each in session.scalars(events_of(referral))]
    assert told
    assert "150000" not in str(told)
    stands_by_it(session, referral)
    assert (referral.amount_minor, referral.currency) == (150_000, "KRW")


@pytest.mark.parametrize("applied", [False, True])
def test_whoever_objects_once_more_reads_the_reason_that_was_given_last(session, applied):
    referral, _ = objected(session, ReferralOutcome.PARTLY_GRANTED, applied=applied)
    stands_by_it(session, referral)
    against = find_contestable(session, referral)
    assert against is not None
    assert against.decision is Decision.PARTLY_GRANTED
    assert against.reason is RefusalReason.OVER_INCOME


def test_an_office_that_corrects_itself_to_a_grant_leaves_no_reason_of_a_refusal(session):
    referral, _ = objected(session, ReferralOutcome.PARTLY_GRANTED, amount=150_000)
    stands_by_it(session, referral)
    correct_referral_answer(session, referral, by=BY, now=NOW, is_answered_anew=True)
    assert referral.refusal_reason is None
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=300_000, currency="KRW", by=BY, now=NOW,
    )  # fmt: skip
    assert (referral.refusal_reason, referral.amount_minor) == (None, 300_000)


@pytest.mark.parametrize("applied", [False, True])
def test_what_was_not_granted_is_refused_as_before(session, applied):
    referral, _ = objected(session, ReferralOutcome.NOT_GRANTED, applied=applied)
    stands_by_it(session, referral)
    assert referral.status is ReferralStatus.REFUSED
    assert referral.refusal_reason is RefusalReason.OVER_INCOME
