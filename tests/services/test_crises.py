"""A crisis: one a case, one person responsible; help first, check after; nothing closes over it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, CaseStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.crises import AfterCheck, CrisisEnd, EmergencyOutcome, RungBy
from hopecare.domain.outcomes import CaseOutcome
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NotPermittedError,
)
from hopecare.services.answer_hand_over import answer_hand_over
from hopecare.services.close_case import close_case
from hopecare.services.hand_crisis_on import hand_crisis_on
from hopecare.services.record_after_check import record_after_check
from hopecare.services.record_death import record_death
from hopecare.services.record_emergency import Emergency, record_emergency
from hopecare.services.stop_consented import stop_consented
from models import Account, CallTask, Case, LegalClock, Person
from tests.factories.cases import BY, a_case
from tests.factories.crises import a_crisis, a_worker, first_help, its_end
from tests.factories.people import a_consent, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_centre

MINUTE = timedelta(minutes=1)


def clock_of(session, crisis):
    return session.scalars(select(LegalClock).where(LegalClock.crisis_id == crisis.id)).one()


def asked(session, case):
    return list(
        session.scalars(
            select(CallTask).where(
                CallTask.case_id == case.id,
                CallTask.kind == CallTaskKind.CRISIS_HANDED,
                CallTask.status == CallTaskStatus.OPEN,
            )
        )
    )


def identity_of(session, person):
    return an_identity(
        session, session.scalars(select(Account).where(Account.person_id == person.id)).one()
    )


def close(session, case, outcome=CaseOutcome.NEED_MET):
    return close_case(session, case_id=case.id, version=None, outcome=outcome, by=BY, now=NOW)


def test_a_case_has_one_crisis_at_a_time(session):
    case = a_case(session)
    first = a_crisis(session, case=case)
    with pytest.raises(AlreadyTakenError):
        a_crisis(session, case=case)
    its_end(session, first)
    assert a_crisis(session, case=case).id != first.id


def test_nothing_closes_a_case_in_a_crisis(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    with pytest.raises(MoveNotAllowedError):
        close(session, case)
    its_end(session, crisis)
    assert close(session, case).status is CaseStatus.CLOSED


def test_who_takes_back_the_consent_to_a_record_is_not_left_alone_in_a_crisis(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.KEEP_RECORD, act=ConsentAct.WITHDRAWN, at=NOW)
    stop_consented(session, person, {ConsentPurpose.KEEP_RECORD}, by=BY, now=NOW)
    assert case.status is not CaseStatus.CLOSED
    assert crisis.ended_at is None


def test_a_death_ends_the_crisis_with_the_case(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=NOW)
    assert session.get_one(Case, case.id).status is CaseStatus.CLOSED
    assert crisis.ended_as is CrisisEnd.HAS_DIED


def test_somebody_of_another_centre_is_not_made_responsible(session):
    case = a_case(session)
    stranger = a_staff_account(session, centre=a_centre(session, name="서부"))
    with pytest.raises(InvalidInputError) as refused:
        a_crisis(session, case=case, responsible=session.get_one(Person, stranger.person_id))
    assert refused.value.fields == {"responsible_id": ["not_of_this_centre"]}


def test_the_responsibility_goes_on_only_after_a_yes(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    before = crisis.responsible_id
    one, two = a_worker(session, case, name="하나"), a_worker(session, case, name="둘")
    hand_crisis_on(session, crisis_id=crisis.id, to_id=one.id, by=BY, now=NOW)
    assert (crisis.responsible_id, [each.owner_id for each in asked(session, case)]) == (
        before,
        [one.id],
    )
    with pytest.raises(NotPermittedError):
        answer_hand_over(
            session, crisis_id=crisis.id, accepts=True, by=identity_of(session, two), now=NOW
        )
    answer_hand_over(
        session, crisis_id=crisis.id, accepts=False, by=identity_of(session, one), now=NOW
    )
    assert (crisis.responsible_id, asked(session, case)) == (before, [])
    hand_crisis_on(session, crisis_id=crisis.id, to_id=one.id, by=BY, now=NOW)
    hand_crisis_on(session, crisis_id=crisis.id, to_id=two.id, by=BY, now=NOW)
    assert [each.owner_id for each in asked(session, case)] == [two.id]
    answer_hand_over(
        session, crisis_id=crisis.id, accepts=True, by=identity_of(session, two), now=NOW
    )
    assert (crisis.responsible_id, crisis.handed_to_id) == (two.id, None)


def test_whoever_is_responsible_is_not_asked_to_be(session):
    crisis = a_crisis(session)
    with pytest.raises(InvalidInputError) as refused:
        hand_crisis_on(session, crisis_id=crisis.id, to_id=crisis.responsible_id, by=BY, now=NOW)
    assert refused.value.fields == {"to_id": ["responsible_already"]}


@pytest.mark.parametrize(
    ("helped_on", "due_on"),
    [(date(2026, 10, 31), date(2026, 11, 30)), (date(2026, 9, 15), date(2026, 10, 15))],
)
def test_the_check_is_due_a_month_after_the_help(session, helped_on, due_on):
    crisis = first_help(session, a_crisis(session), helped_on=helped_on)
    assert clock_of(session, crisis).due_on == due_on


def test_the_check_ends_its_clock_and_is_written_once(session):
    crisis = first_help(session, a_crisis(session))
    its_end(session, crisis)
    assert clock_of(session, crisis).ended_at is None
    met = AfterCheck.CONDITIONS_MET
    with pytest.raises(InvalidInputError) as refused:
        record_after_check(
            session, crisis_id=crisis.id, result=met, checked_on=TODAY - timedelta(days=1), by=BY,
            now=NOW,
        )  # fmt: skip
    assert refused.value.fields == {"checked_on": ["before_help"]}
    record_after_check(session, crisis_id=crisis.id, result=met, checked_on=TODAY, by=BY, now=NOW)
    assert clock_of(session, crisis).ended_at == NOW
    with pytest.raises(MoveNotAllowedError):
        record_after_check(
            session, crisis_id=crisis.id, result=met, checked_on=TODAY, by=BY, now=NOW
        )


def test_help_comes_once_and_never_in_the_future(session):
    crisis = a_crisis(session)
    with pytest.raises(InvalidInputError) as refused:
        first_help(session, crisis, helped_on=TODAY + timedelta(days=1))
    assert refused.value.fields == {"helped_on": ["date_in_future"]}
    first_help(session, crisis)
    with pytest.raises(MoveNotAllowedError):
        first_help(session, crisis)


@pytest.mark.parametrize("later", [timedelta(0), -3 * MINUTE])
def test_a_service_that_was_rung_is_written_with_its_moment(session, later):
    crisis = a_crisis(session)
    rang = Emergency(
        number="119", rung_at=NOW + later, rung_by=RungBy.STAFF,
        outcome=EmergencyOutcome.TAKEN_TO_HOSPITAL, words="김대원에게 주소를 말함",
    )  # fmt: skip
    call = record_emergency(session, crisis_id=crisis.id, rang=rang, by=BY, now=NOW)
    assert (call.rung_at, call.number, call.case_id) == (NOW + later, "119", crisis.case_id)


def test_nothing_was_rung_in_the_future_nor_after_the_all_clear(session):
    crisis = a_crisis(session)
    rang = Emergency(
        number="119", rung_at=NOW + MINUTE, rung_by=RungBy.STAFF,
        outcome=EmergencyOutcome.ADVICE,
    )  # fmt: skip
    with pytest.raises(InvalidInputError) as refused:
        record_emergency(session, crisis_id=crisis.id, rang=rang, by=BY, now=NOW)
    assert refused.value.fields == {"rung_on": ["moment_in_future"]}
    its_end(session, crisis)
    with pytest.raises(MoveNotAllowedError):
        record_emergency(session, crisis_id=crisis.id, rang=rang, by=BY, now=NOW + MINUTE)
