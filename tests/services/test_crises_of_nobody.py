"""A crisis is never left with somebody who has gone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    NotPermittedError,
)
from hopecare.queries.crises import is_crisis_of_nobody
from hopecare.queries.overdue_calls import overdue_calls
from hopecare.services.answer_hand_over import answer_hand_over
from hopecare.services.disable_account import disable_account
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.hand_crisis_on import hand_crisis_on
from hopecare.services.reopen_account import reopen_account
from hopecare.services.take_call_task import take_call_task
from hopecare.services.take_crisis import take_crisis
from models import Account, CallTask, TimelineEntry
from tests.factories.cases import BY, a_case
from tests.factories.crises import a_crisis, a_worker
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, a_centre


def account_of(session, person_id):
    return session.scalars(select(Account).where(Account.person_id == person_id)).one()


def leaves(session, person_id):
    disable_account(session, account_id=account_of(session, person_id).id, now=NOW)


def identity_of(session, person):
    return an_identity(session, account_of(session, person.id))


def asked(session):
    """Whom each open call about the crisis asks, and of which centre it is."""
    waits = select(CallTask).where(
        CallTask.kind == CallTaskKind.CRISIS_HANDED, CallTask.status == CallTaskStatus.OPEN
    )
    return [(each.owner_id, each.centre_id) for each in session.scalars(waits)]


def test_whoever_leaves_leaves_a_crisis_that_is_nobodys_and_owed(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    assert not is_crisis_of_nobody(session, crisis.id)
    leaves(session, crisis.responsible_id)
    assert is_crisis_of_nobody(session, crisis.id)
    assert asked(session) == [(None, case.centre_id)]
    leaves(session, crisis.responsible_id)
    assert len(asked(session)) == 1


def test_the_first_who_takes_it_has_it_and_nothing_is_owed(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    one, two = a_worker(session, case, name="하나"), a_worker(session, case, name="둘")
    with pytest.raises(AlreadyTakenError):
        take_crisis(session, crisis_id=crisis.id, by=identity_of(session, one), now=NOW)
    leaves(session, crisis.responsible_id)
    hand_crisis_on(session, crisis_id=crisis.id, to_id=two.id, by=BY, now=NOW)
    take_crisis(session, crisis_id=crisis.id, by=identity_of(session, one), now=NOW)
    assert (crisis.responsible_id, crisis.handed_to_id, asked(session)) == (one.id, None, [])
    noted = session.scalars(
        select(TimelineEntry).where(TimelineEntry.kind == EntryKind.CRISIS_HANDED_ON)
    ).one()
    assert noted.facts == {"responsible_id": str(one.id)}
    with pytest.raises(AlreadyTakenError):
        take_crisis(session, crisis_id=crisis.id, by=identity_of(session, two), now=NOW)


def test_a_no_leaves_it_owed_and_a_yes_ends_that(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    one = a_worker(session, case, name="하나")
    leaves(session, crisis.responsible_id)
    for accepts, owed in ((False, [(None, case.centre_id)]), (True, [])):
        hand_crisis_on(session, crisis_id=crisis.id, to_id=one.id, by=BY, now=NOW)
        assert len(asked(session)) == 2
        answer_hand_over(
            session, crisis_id=crisis.id, accepts=accepts, by=identity_of(session, one), now=NOW
        )
        assert asked(session) == owed
    assert crisis.responsible_id == one.id


def test_whoever_was_asked_and_leaves_is_not_asked_any_more(session):
    case = a_case(session)
    crisis, one = a_crisis(session, case=case), a_worker(session, case, name="하나")
    hand_crisis_on(session, crisis_id=crisis.id, to_id=one.id, by=BY, now=NOW)
    leaves(session, one.id)
    assert (crisis.handed_to_id, asked(session)) == (None, [])


def test_nobody_who_has_left_is_made_responsible(session):
    case = a_case(session)
    gone = a_worker(session, case, name="하나")
    leaves(session, gone.id)
    with pytest.raises(InvalidInputError):
        a_crisis(session, case=case, responsible=gone)


def test_somebody_of_another_centre_and_no_machine_takes_it(session):
    case = a_case(session)
    crisis = a_crisis(session, case=case)
    leaves(session, crisis.responsible_id)
    far = an_identity(session, a_staff_account(session, centre=a_centre(session, name="서부")))
    with pytest.raises(InvalidInputError):
        take_crisis(session, crisis_id=crisis.id, by=far, now=NOW)
    with pytest.raises(NotPermittedError):
        take_crisis(session, crisis_id=crisis.id, by=BY, now=NOW)


def test_whoever_comes_back_is_responsible_again_and_nobody_else_is_owed(session):
    crisis = a_crisis(session)
    leaves(session, crisis.responsible_id)
    account = account_of(session, crisis.responsible_id)
    reopen_account(session, account_id=account.id, password="푸른 산 아래 긴 강물", now=NOW)
    assert not is_crisis_of_nobody(session, crisis.id)
    assert asked(session) == []


def the_call(session):
    return session.scalars(
        select(CallTask).where(
            CallTask.kind == CallTaskKind.CRISIS_HANDED, CallTask.status == CallTaskStatus.OPEN
        )
    ).one()


def rung(session, outcome, *, by):
    came = CameOfCall(outcome=outcome)
    end_owed_call(session, task_id=the_call(session).id, came=came, by=by, now=NOW)


def test_to_say_that_one_rings_takes_no_crisis(session):
    """It would leave the alert about overdue calls, and the crisis would still be nobody's."""
    case = a_case(session)
    crisis, one = a_crisis(session, case=case), a_worker(session, case, name="하나")
    leaves(session, crisis.responsible_id)
    with pytest.raises(MoveNotAllowedError):
        take_call_task(session, task_id=the_call(session).id, by=identity_of(session, one))
    assert asked(session) == [(None, case.centre_id)]


@pytest.mark.parametrize("outcome", [CallOutcome.SPOKE, CallOutcome.NO_ANSWER])
def test_words_with_the_resident_leave_a_crisis_of_nobody_owed_and_loud(session, outcome):
    case = a_case(session)
    crisis, one = a_crisis(session, case=case), a_worker(session, case, name="하나")
    leaves(session, crisis.responsible_id)
    rung(session, outcome, by=identity_of(session, one))
    assert asked(session) == [(None, case.centre_id)]
    overdue = overdue_calls(session, town_id=case.town_id, centre_id=case.centre_id, now=NOW)
    assert overdue.count == 1
    take_crisis(session, crisis_id=crisis.id, by=identity_of(session, one), now=NOW)
    assert asked(session) == []


def test_whoever_is_asked_is_asked_until_they_say_yes_or_no(session):
    case = a_case(session)
    crisis, one = a_crisis(session, case=case), a_worker(session, case, name="하나")
    hand_crisis_on(session, crisis_id=crisis.id, to_id=one.id, by=BY, now=NOW)
    rung(session, CallOutcome.SPOKE, by=identity_of(session, one))
    assert asked(session) == [(one.id, case.centre_id)]
    answer_hand_over(
        session, crisis_id=crisis.id, accepts=True, by=identity_of(session, one), now=NOW
    )
    assert asked(session) == []
