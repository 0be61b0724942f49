"""What is applied for goes with the referral whose office owes its word, also with a second one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, NeedStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.follow_clock import follow_clock
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.withdraw_referral import withdraw_referral
from models import CallTask, LegalClock, Need, Service, TimelineEntry
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY

DAY = timedelta(days=1)
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def case(session):
    return a_case(session)


def referred(session, case, name, *, programme="livelihood", now=NOW):
    office = an_organisation(session, name=name)
    service = a_service(session, organisation=office, name=name, programme=programme)
    return a_referral(session, case=case, service=service, now=now)


def answered(session, referral, refusal=None, *, now=NOW):
    return answer_referral(
        session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.PHONE,
        answered_on=now.date(), words="x", by=BY, now=now,
    )  # fmt: skip


def came(session, referral, outcome=ReferralOutcome.GRANTED, *, now=NOW):
    return record_referral_outcome(
        session, referral_id=referral.id, outcome=outcome, outcome_on=now.date(),
        amount_minor=None, currency=None, door=AnswerDoor.PHONE, by=BY, now=now,
    )  # fmt: skip


def withdrawn(session, referral):
    return withdraw_referral(session, referral_id=referral.id, by=BY, now=NOW)


def waits_with(session, case, referral=None, **given):
    return its_submission(session, an_application(session, case=case, referral=referral, **given))


def left_behind(session, case, how):
    """An application that waits for an office which decides nothing any more."""
    if how == "own":
        return waits_with(session, case, bridge=NeedKind.SIDE_DISHES), None
    first = referred(session, case, "다산동")
    applied = waits_with(session, case, first, bridge=NeedKind.SIDE_DISHES)
    if how == "withdrawn":
        withdrawn(session, first)
    else:
        answered(session, first, RefusalReason.OTHER)
    return applied, first


def running(session, applied, *kinds):
    return session.scalars(
        select(LegalClock).where(
            LegalClock.application_id == applied.id,
            LegalClock.ended_at.is_(None),
            LegalClock.kind.in_(kinds or tuple(ClockKind)),
        )
    ).all()


def chased(session, applied, *, after=DAY):
    """The calls that are owed about its clock once its day is over."""
    (clock,) = running(session, applied)
    late = NOW + (clock.due_on - TODAY) + after
    follow_clock(session, clock_id=clock.id, by=BY, now=late)
    return calls_about(session, applied)


def calls_about(session, applied):
    keys = tuple(f"clock:{each.id}:" for each in running(session, applied))
    return [
        each
        for each in session.scalars(select(CallTask))
        if each.status is CallTaskStatus.OPEN and each.dedup_key.startswith(keys)
    ]


def told(session, applied):
    return session.scalars(
        select(TimelineEntry)
        .where(
            TimelineEntry.kind == EntryKind.APPLICATION_REFERRED,
            TimelineEntry.subject_id == applied.id,
        )
        .order_by(TimelineEntry.at, TimelineEntry.id)
    ).all()


@pytest.mark.parametrize("how", ["withdrawn", "refused", "own"])
def test_the_outcome_of_the_next_referral_decides_what_was_begun_before_it(session, case, how):
    applied, first = left_behind(session, case, how)
    second = referred(session, case, "진접읍")
    assert applied.referral_id == second.id
    need = session.get_one(Need, applied.bridge_need_id)
    assert need.bridges_referral_id == second.id
    answered(session, second)
    came(session, second)
    assert (applied.status, applied.decision) == (ApplicationStatus.DECIDED, Decision.GRANTED)
    assert need.status is NeedStatus.ENDED
    assert running(session, applied, ClockKind.APPLICATION) == []
    (entry,) = told(session, applied)
    assert entry.facts["referral_id"] == str(second.id)
    assert entry.facts["was_referral_id"] == (str(first.id) if first else None)


def test_the_office_of_the_next_referral_is_asked_and_waits_as_long_as_its_law(session, case):
    applied, _ = left_behind(session, case, "refused")
    second = referred(session, case, "진접읍")
    answered(session, second)
    (clock,) = running(session, applied)
    assert second.answer_due_on == clock.due_on
    (call,) = chased(session, applied)
    assert (call.kind, call.person_id) == (CallTaskKind.REFERRAL_SILENT, None)
    assert call.words is not None
    assert second.code in call.words


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
def test_an_office_that_said_no_or_was_told_so_is_rung_about_nothing_any_more(session, case, how):
    applied, first = left_behind(session, case, how)
    (call,) = chased(session, applied)
    assert call.person_id == case.resident_id
    assert first.code not in (call.words or "")


def test_a_call_that_waits_asks_the_person_after_a_no_and_then_the_next_office(session, case):
    first = referred(session, case, "다산동")
    applied = waits_with(session, case, first)
    (call,) = chased(session, applied)
    assert call.person_id is None
    answered(session, first, RefusalReason.OTHER)
    assert call.person_id == case.resident_id
    assert first.code not in (call.words or "")
    second = referred(session, case, "진접읍")
    assert call.person_id is None
    assert second.code in call.words
    assert running(session, applied)[0].due_on.isoformat() in call.words
    withdrawn(session, second)
    assert call.person_id == case.resident_id


def test_a_no_that_was_a_mistake_is_taken_back_with_whom_it_let_be_asked(session, case):
    first = referred(session, case, "다산동")
    applied = waits_with(session, case, first)
    (call,) = chased(session, applied)
    answered(session, first, RefusalReason.OTHER)
    assert call.person_id == case.resident_id
    correct_referral_answer(session, first, by=BY, now=SOON)
    assert call.person_id is None
    assert first.code in call.words


def test_a_third_referral_takes_it_along_from_the_second(session, case):
    applied, first = left_behind(session, case, "refused")
    second = referred(session, case, "진접읍")
    withdrawn(session, second)
    third = referred(session, case, "오남읍", now=SOON)
    came(session, third, now=SOON)
    assert applied.decision is Decision.GRANTED
    begun_with = [each.facts["was_referral_id"] for each in told(session, applied)]
    assert begun_with == [str(first.id), str(second.id)]


def test_what_still_lies_at_an_open_referral_stays_there(session, case):
    first = referred(session, case, "다산동")
    applied = waits_with(session, case, first)
    referred(session, case, "진접읍")
    assert applied.referral_id == first.id
    assert told(session, applied) == []


@pytest.mark.parametrize("by_outcome", [False, True])
def test_of_two_offices_asked_at_once_the_second_decides_once_the_first_said_no(
    session, case, by_outcome
):
    first = referred(session, case, "다산동")
    applied = waits_with(session, case, first)
    second = referred(session, case, "진접읍")
    answered(session, first, RefusalReason.NO_CAPACITY)
    if not by_outcome:
        answered(session, second)
        assert applied.referral_id == second.id
    came(session, second)
    assert (applied.status, applied.decision) == (ApplicationStatus.DECIDED, Decision.GRANTED)


def test_what_the_person_began_alone_beside_an_open_referral_goes_along_with_its_yes(session, case):
    referral = referred(session, case, "진접읍")
    applied = waits_with(session, case)
    assert applied.referral_id is None
    answered(session, referral)
    assert applied.referral_id == referral.id


@pytest.mark.parametrize("programme", ["housing", None])
def test_a_referral_for_something_else_takes_nothing_along(session, case, programme):
    applied, first = left_behind(session, case, "refused")
    other = referred(session, case, "진접읍", programme=programme)
    came(session, other)
    assert applied.referral_id == first.id
    assert applied.status is ApplicationStatus.WAITING


def test_what_is_prepared_goes_along_and_may_have_been_handed_in_before_that_referral(
    session, case
):
    applied = an_application(session, case=case, now=NOW - 5 * DAY)
    second = referred(session, case, "진접읍")
    assert applied.referral_id == second.id
    its_submission(session, applied, on=TODAY - 3 * DAY)
    came(session, second)
    assert applied.decision is Decision.GRANTED


def test_an_objection_stays_with_the_office_that_decided(session, case):
    applied = its_decision(session, waits_with(session, case))
    object_to_decision(
        session, application_id=applied.id, objected_on=TODAY, due_on=None, by=BY, now=NOW
    )
    other = referred(session, case, "진접읍")
    came(session, other)
    assert applied.referral_id is None
    assert applied.status is ApplicationStatus.OBJECTED


def test_an_objection_goes_along_where_the_same_service_is_asked_once_more(session, case):
    first = referred(session, case, "진접읍")
    applied = its_decision(session, waits_with(session, case, first))
    object_to_referral(session, referral_id=first.id, by=BY, now=SOON)
    assert applied.status is ApplicationStatus.OBJECTED
    withdraw_referral(session, referral_id=first.id, by=BY, now=SOON)
    again = a_referral(
        session, case=case, service=session.get_one(Service, first.service_id), now=SOON
    )
    assert applied.referral_id == again.id
    came(session, again, now=SOON)
    assert applied.decision is Decision.GRANTED


def test_a_decision_that_came_with_the_second_referral_is_taken_back_with_it(session, case):
    applied, _ = left_behind(session, case, "refused")
    second = referred(session, case, "진접읍")
    answered(session, second)
    came(session, second, now=SOON)
    later = SOON + timedelta(minutes=5)
    take_back_decision(
        session, application_id=applied.id, version=applied.version,
        mistake=DecisionMistake.NOT_DECIDED, by=BY, now=later,
    )  # fmt: skip
    assert applied.status is ApplicationStatus.WAITING
    assert second.outcome is None
    came(session, second, ReferralOutcome.NOT_GRANTED, now=later)
    assert applied.decision is Decision.REFUSED
