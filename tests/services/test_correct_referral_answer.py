"""An office's answer that was a mistake: it stands as before, and nothing that was owed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NoConsentError
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import silent_calls_of, silent_referrals
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.end_need import end_need
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_silence import follow_silence
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, Case, Person, TimelineEntry
from tests.factories.cases import BY, a_need
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def overdue(session):
    """A referral without an answer whose day is over, and the office is to be rung."""
    referral = a_referral(session, service=a_service(session, programme=None))
    referral.answer_due_on = TODAY - DAY
    session.flush()
    follow_silence(session, referral_id=referral.id, by=BY, now=NOW)
    return referral


def answered(session, referral, refusal=None, words=None, at=NOW, on=TODAY):
    answer_referral(
        session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.PHONE, answered_on=on,
        words=words, by=BY, now=at,
    )  # fmt: skip


def decided(session, referral, at=NOW):
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=None, currency=None, door=AnswerDoor.LETTER, by=BY, now=at,
    )  # fmt: skip


def corrected(session, referral, at=NOW):
    correct_referral_answer(
        session, referral_by_id(session, referral.id, alone=True), by=BY, now=at
    )


def kinds(session, referral):
    entries = select(TimelineEntry.kind).where(TimelineEntry.subject_id == referral.id)
    return session.scalars(entries.order_by(TimelineEntry.at, TimelineEntry.id)).all()


def test_a_call_that_the_mistake_ended_is_owed_again(session, overdue):
    (owed,) = silent_calls_of(session, overdue.id)
    answered(session, overdue, RefusalReason.OBLIGOR)
    assert silent_calls_of(session, overdue.id) == []
    corrected(session, overdue)
    follow_silence(session, referral_id=overdue.id, by=BY, now=NOW + DAY)
    assert overdue.status is ReferralStatus.NO_ANSWER
    assert [each.id for each in silent_calls_of(session, overdue.id)] == [owed.id]


def test_an_office_that_was_rung_once_is_rung_anew_after_a_mistake(session, overdue):
    (owed,) = silent_calls_of(session, overdue.id)
    finish_call_task(session, task_id=owed.id, outcome=CallOutcome.SPOKE, by=BY, now=NOW)
    answered(session, overdue, RefusalReason.OBLIGOR)
    corrected(session, overdue)
    follow_silence(session, referral_id=overdue.id, by=BY, now=NOW + DAY)
    (again,) = silent_calls_of(session, overdue.id)
    assert again.id != owed.id


def test_an_emergency_keeps_the_call_of_the_same_day(session):
    referral = a_referral(session, service=a_service(session, programme="emergency"))
    (owed,) = silent_calls_of(session, referral.id)
    answered(session, referral, RefusalReason.OBLIGOR)
    corrected(session, referral)
    assert [each.due_at for each in silent_calls_of(session, referral.id)] == [owed.due_at]


def test_what_may_not_be_shared_any_more_does_not_open_again(session):
    referral = a_referral(session, service=a_service(session, programme=None))
    answered(session, referral, RefusalReason.OBLIGOR)
    withdraw_consent(
        session, session.get_one(Person, referral.person_id),
        purpose=ConsentPurpose.SHARE_WITH_AGENCY, form=ConsentForm.VOICE, by=BY, now=NOW + HOUR,
    )  # fmt: skip
    with pytest.raises(NoConsentError):
        corrected(session, referral, at=NOW + 2 * HOUR)
    assert referral.status is ReferralStatus.REFUSED


def test_an_outcome_without_an_acceptance_leaves_the_office_to_be_asked(session):
    referral = a_referral(session, service=a_service(session, programme=None))
    decided(session, referral, at=NOW + HOUR)
    corrected(session, referral, at=NOW + 2 * HOUR)
    assert (referral.status, referral.answered_on) == (ReferralStatus.SEEN, None)
    assert EntryKind.REFERRAL_ACCEPTED not in kinds(session, referral)
    late = referral.answer_due_on + DAY
    assert referral.id in [each for each, _ in session.execute(silent_referrals(late))]


@pytest.mark.parametrize("mistake", ["refused", "decided", "both"])
def test_who_had_taken_it_on_has_it_in_hand_again(session, mistake):
    referral = a_referral(session, service=a_service(session, programme=None))
    answered(session, referral, words="담당자 지정", at=NOW + HOUR)
    later = NOW + 2 * DAY
    if mistake != "decided":
        answered(session, referral, RefusalReason.OBLIGOR, at=later, on=TODAY + 2 * DAY)
        corrected(session, referral, at=later + HOUR)
    if mistake != "refused":
        decided(session, referral, at=later + 2 * HOUR)
        corrected(session, referral, at=later + 3 * HOUR)
    assert referral.status is ReferralStatus.ACCEPTED
    assert (referral.answered_on, referral.answered_by_door) == (TODAY, AnswerDoor.PHONE)
    assert (referral.refusal_reason, referral.outcome) == (None, None)
    assert kinds(session, referral)[-1] is EntryKind.REFERRAL_CORRECTED


def test_the_words_of_a_mistake_stand_as_such(session):
    referral = a_referral(session, service=a_service(session, programme=None))
    answered(session, referral, RefusalReason.OTHER, words="저희 관할이 아닙니다", at=NOW + HOUR)
    corrected(session, referral, at=NOW + 2 * HOUR)
    answered(session, referral, words="이번 주에 가 보겠습니다", at=NOW + 3 * HOUR)
    assert referral.answer_words == (
        "이번 주에 가 보겠습니다\n\n기관이 되돌린 말:\n저희 관할이 아닙니다"
    )


@pytest.mark.parametrize("helped", [True, False])
def test_help_that_had_ended_with_the_decision_is_asked_about_again(session, helped):
    referral = a_referral(session, service=a_service(session, programme=None))
    need = a_need(session, case=session.get_one(Case, referral.case_id))
    need.bridges_referral_id = referral.id if helped else None
    end_need(session, need_id=need.id, is_met=True, by=BY, now=NOW + HOUR)
    decided(session, referral, at=NOW + HOUR)
    corrected(session, referral, at=NOW + 2 * HOUR)
    owed = select(CallTask).where(CallTask.kind == CallTaskKind.BRIDGE_SHORT)
    assert [each.person_id for each in session.scalars(owed)] == [referral.person_id] * helped
