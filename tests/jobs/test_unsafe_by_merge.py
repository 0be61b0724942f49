"""One of two records says that a visit could harm: nobody stays on the way to the door."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from hopecare.services.undo_merge import undo_merge
from models import Area, Centre, Person
from tests.factories.people import a_resident
from tests.jobs.conftest import BY
from tests.jobs.test_knocks import TO_ITS_TIME, helper, knocking, the_knock
from tests.jobs.test_look_ins import fall_silent, keyholders

__all__ = ["helper", "keyholders", "knocking"]  # fixtures

MINUTE = timedelta(minutes=1)


def merged_with_an_unsafe_door(town):
    with town.database.writing(town.scope) as session:
        kept = session.get_one(Person, town.resident_id)
        other = a_resident(
            session,
            name="김둘",
            centre=session.scalars(select(Centre)).first(),
            area=session.scalars(select(Area)).first(),
        )
        set_contact_safety(session, other, SafetyWish(forbidden=True), by=BY, now=town.clock())
        session.flush()
        wish = MergeWish(
            kept_id=kept.id,
            other_id=other.id,
            versions=(kept.version, other.version),
            plan_id=town.plan_id,
        )
        return merge_residents(session, wish, by=BY, now=town.clock()).id


def called_off(town, person):
    return [
        task
        for task in town.call_tasks
        if task.person_id == person.id and task.dedup_key.startswith("do_not_go:")
    ]


def test_a_keyholder_on_the_way_is_called_off(town, keyholders):
    first, _ = keyholders
    fall_silent(town)
    assert called_off(town, first) == []
    merged_with_an_unsafe_door(town)

    (task,) = called_off(town, first)
    assert (task.status, task.due_at) == (CallTaskStatus.OPEN, town.clock())


def test_nobody_is_to_knock_and_the_one_who_was_is_called_off(knocking, helper):
    knocking.work(TO_ITS_TIME)
    assert the_knock(knocking).owner_id == helper.id
    merged_with_an_unsafe_door(knocking)

    assert the_knock(knocking).status is not CallTaskStatus.OPEN
    assert len(called_off(knocking, helper)) == 1


def test_such_a_merge_can_be_taken_back(town, keyholders):
    fall_silent(town)
    merge_id = merged_with_an_unsafe_door(town)
    town.clock.advance(MINUTE)
    with town.database.writing(town.scope) as session:
        assert undo_merge(session, merge_id=merge_id, by=BY, now=town.clock()).undone_at
