"""A pause without an end that staff set on the day of a told death outlives that mistake."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.check_ins import AskingWay
from hopecare.services.choose_way import choose_way
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import Area, Centre, CheckInPlan
from tests.factories.people import a_resident
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_death_pause_merged import is_told_dead, lives, pause_of
from tests.jobs.test_pauses_kept import merges, standing

BY_HAND = (TODAY, None)
HOURS = timedelta(hours=1)


@pytest.fixture
def channel_profile():
    return "two-way"


def pauses_by_hand(town):
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session, plan_id=town.plan_id, paused_from=TODAY, paused_until=None,
            by=BY, now=town.clock(),
        )  # fmt: skip


def tells_dead(town):
    is_told_dead(town, town.resident_id)


def recorded_and_undone(town):
    with town.database.writing(town.scope) as session:
        died_id = town.resident_id
        record_death(session, person_id=died_id, died_on=TODAY, by=BY, now=town.clock())
        undo_death(session, person_id=died_id, by=BY, now=town.clock() + HOURS)


@pytest.mark.both_databases
@pytest.mark.parametrize("mistaken", [lives, recorded_and_undone])
@pytest.mark.parametrize("steps", [(pauses_by_hand, tells_dead), (tells_dead, pauses_by_hand)])
def test_a_pause_set_by_hand_that_day_stands_once_they_live(town, steps, mistaken):
    for step in steps:
        step(town)
        town.clock.advance(HOURS)
    mistaken(town)
    assert pause_of(town) == BY_HAND


@pytest.mark.parametrize("mistaken", [lives, recorded_and_undone])
def test_the_pause_of_the_told_death_ends_with_it(town, mistaken):
    tells_dead(town)
    mistaken(town)
    assert pause_of(town) == (None, None)


@pytest.mark.parametrize("mistaken", [lives, recorded_and_undone])
def test_another_way_chosen_meanwhile_keeps_it_the_pause_of_the_death(town, mistaken):
    tells_dead(town)
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        town.plan_id = choose_way(
            session, plan=plan, way=AskingWay.VOICE, by=BY, now=town.clock()
        ).id
    mistaken(town)
    assert pause_of(town) == (None, None)


@pytest.mark.both_databases
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Seoul"])
def test_told_dead_in_the_record_of_another_zone_they_are_asked_once_they_live(town, zone):
    with town.database.writing(town.scope) as session:
        other = a_resident(
            session, name="김 다래", centre=session.scalars(select(Centre)).one(),
            area=session.scalars(select(Area)).first(),
        )  # fmt: skip
        other_id = other.id
        wish = CheckInWish(local_time=time(10, 5))
        plan = plan_check_ins(session, person_id=other_id, wish=wish, by=BY, now=town.clock())
        plan.zone = zone
    is_told_dead(town, other_id)
    merges(town, other_id)
    lives(town)
    assert pause_of(town) == (None, None)
    assert standing(town).next_due_at is not None
