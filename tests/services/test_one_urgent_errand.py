"""An emergency rings its office once: that call asks also when what was applied for is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.queries.answer_day_calls import day_key
from hopecare.queries.call_pages import call_task_view
from hopecare.queries.urgent_referrals import at_once_key
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.withdraw_referral import withdraw_referral
from models import CallTask
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral, a_service, an_organisation, its_refusal
from tests.factories.towns import NOW, TODAY

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def case(session):
    return a_case(session)


def referred(session, case, name, *, now=NOW):
    office = an_organisation(session, name=name)
    service = a_service(session, organisation=office, name=name, programme="emergency")
    return a_referral(session, case=case, service=service, now=now)


def waits_without_day(session, case, referral=None):
    """No law says by when emergency aid is answered."""
    applied = an_application(session, case=case, programme="emergency", referral=referral)
    return its_submission(session, applied)


def office_calls(session, case):
    """What is asked of an office about them; that nothing is asked any more is another errand."""
    owed = select(CallTask).where(
        CallTask.case_id == case.id,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id.is_(None),
        CallTask.dedup_key.not_like("withdrawn:%"),
    )
    return [each.dedup_key for each in session.scalars(owed)]


def person_calls(session, case):
    owed = select(CallTask).where(
        CallTask.case_id == case.id,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id == case.resident_id,
    )
    return [each.dedup_key for each in session.scalars(owed)]


def asks_day(applied):
    return day_key(applied.id, ClockKind.APPLICATION)


def left_behind(session, case, how):
    if how == "own":
        return waits_without_day(session, case)
    first = referred(session, case, "다산동")
    applied = waits_without_day(session, case, first)
    if how == "refused":
        its_refusal(session, first, RefusalReason.OTHER)
    else:
        withdraw_referral(session, referral_id=first.id, by=BY, now=NOW)
    return applied


@pytest.mark.parametrize("how", ["own", "refused", "withdrawn"])
def test_what_goes_along_with_an_emergency_is_asked_about_by_its_one_call(session, case, how):
    applied = left_behind(session, case, how)
    assert person_calls(session, case).count(asks_day(applied)) == 1
    second = referred(session, case, "진접읍", now=SOON)
    assert applied.referral_id == second.id
    assert office_calls(session, case) == [at_once_key(second.id)]
    assert asks_day(applied) not in person_calls(session, case)
    (rings,) = session.scalars(select(CallTask).where(CallTask.dedup_key == at_once_key(second.id)))
    assert call_task_view(session, rings.id, on=TODAY).asks_day_of == applied.id


def test_once_that_call_is_over_and_no_day_known_it_is_asked_for_by_itself(session, case):
    applied = left_behind(session, case, "own")
    second = referred(session, case, "진접읍", now=SOON)
    answer_referral(
        session, referral_id=second.id, refusal=None, door=AnswerDoor.PHONE,
        answered_on=TODAY, words="x", by=BY, now=SOON,
    )  # fmt: skip
    (asks,) = office_calls(session, case)
    assert asks.startswith(asks_day(applied))


def test_a_no_by_mistake_taken_back_leaves_one_call_again(session, case):
    first = referred(session, case, "다산동")
    applied = waits_without_day(session, case, first)
    assert office_calls(session, case) == [at_once_key(first.id)]
    its_refusal(session, first, RefusalReason.OTHER)
    assert asks_day(applied) in person_calls(session, case)
    correct_referral_answer(session, first, by=BY, now=SOON)
    assert office_calls(session, case) == [at_once_key(first.id)]
    assert asks_day(applied) not in person_calls(session, case)
