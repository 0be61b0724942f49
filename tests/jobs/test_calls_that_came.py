"""An overdue call that comes to another centre is told there: nobody there has heard of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.roles import Role
from hopecare.services.bring_owed_along import Along, bring_owed_along
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.undo_merge import undo_merge
from models import CallTask, Person
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre
from tests.jobs.conftest import BY
from tests.jobs.test_watch_calls import HOUR, MINUTE, after, overdue


@pytest.fixture
def centres(town):
    """The town's centre, and a second one with a coordinator of its own."""
    with town.database.writing(town.scope) as session:
        west = a_centre(session, name="서부", name_en="West")
        account = a_staff_account(session, name="서부 담당", roles=(Role.COORDINATOR,), centre=west)
        a_contact_point(session, session.get_one(Person, account.person_id))
        return session.get_one(Person, town.resident_id).centre_id, west.id


def owes(town, centre_id, name, due_in=HOUR):
    """Somebody of a centre could not be asked: a call is owed."""
    with town.database.writing(town.scope) as session:
        person = a_resident(session, name=name)
        person.centre_id = centre_id
        owed = OwedCall(
            kind=CallTaskKind.NOT_ASKED,
            dedup_key=f"not_asked:{person.id}",
            due_at=town.clock() + due_in,
            person_id=person.id,
            centre_id=centre_id,
        )
        now = town.clock()
        open_call_task(session, town_id=town.scope.town_id, owed=owed, by=BY, now=now)
        return person.id


def rung(town, *people):
    with town.database.writing(town.scope) as session:
        mine = select(CallTask).where(
            CallTask.person_id.in_(people), CallTask.status == CallTaskStatus.OPEN
        )
        for task in session.scalars(mine).all():
            finish_call_task(
                session, task_id=task.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
            )


def standing(town, centre_id):
    return [
        each.person_id
        for each in overdue(town)
        if each.status is not AlertStatus.RESOLVED and each.centre_id == centre_id
    ]


def test_what_comes_from_another_centre_is_told_where_it_comes_to(town, centres):
    own, west = centres
    first, moves = owes(town, own, "첫째"), owes(town, own, "둘째")
    there = owes(town, west, "셋째", HOUR + 20 * MINUTE)
    after(town, HOUR + MINUTE)
    after(town, 30 * MINUTE)
    rung(town, first, there)
    after(town, MINUTE)
    with town.database.writing(town.scope) as session:
        along = Along(person_ids=[moves], case_id=None, centre_id=west)
        session.get_one(Person, moves).centre_id = west
        bring_owed_along(session, along, noted=[], by=BY, now=town.clock())

    after(town, MINUTE)
    assert (standing(town, own), standing(town, west)) == ([], [moves])
    assert [after(town, 20 * MINUTE) for _ in range(3)] == [0, 0, 0]

    rung(town, moves)
    after(town, MINUTE)
    assert standing(town, west) == []


def test_an_alert_does_not_wait_for_what_came_after_it(town, centres):
    own, west = centres
    moves = owes(town, own, "둘째")
    there = owes(town, west, "셋째")
    after(town, HOUR + MINUTE)
    assert standing(town, west) == [there]
    town.clock.advance(MINUTE)
    with town.database.writing(town.scope) as session:
        along = Along(person_ids=[moves], case_id=None, centre_id=west)
        bring_owed_along(session, along, noted=[], by=BY, now=town.clock())
    rung(town, there)

    after(town, MINUTE)
    assert standing(town, west) == [moves]


def test_what_goes_back_with_a_merge_is_told_once_more(town, centres):
    own, west = centres
    there, other = owes(town, west, "첫째", HOUR - MINUTE), owes(town, west, "둘째")
    after(town, HOUR + MINUTE)
    assert standing(town, west) == [there]
    town.clock.advance(MINUTE)
    with town.database.writing(town.scope) as session:
        kept, double = (session.get_one(Person, each) for each in (town.resident_id, other))
        wish = MergeWish(
            kept_id=kept.id, other_id=double.id, versions=(kept.version, double.version)
        )
        merge_id = merge_residents(session, wish, by=BY, now=town.clock()).id
    rung(town, there)
    town.clock.advance(MINUTE)
    with town.database.writing(town.scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())

    after(town, MINUTE)
    assert (standing(town, own), standing(town, west)) == ([], [other])
