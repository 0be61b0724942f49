"""A wave says truly whether a person of staff chose whom it asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.services.ask_neighbours import Wave, ask_neighbours
from models import AskingWave
from tests.factories.askings import an_asking
from tests.factories.cases import BY, a_need
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_task


def waves_of(session, need_id):
    found = select(AskingWave.by_hand).where(AskingWave.need_id == need_id)
    return session.scalars(found.order_by(AskingWave.number)).all()


def test_a_backup_is_asked_because_they_promised_not_because_somebody_chose_them(session):
    people = neighbours(session, 3)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    missed = a_missed_week(session, task)
    assert waves_of(session, missed.cover_need_id) == [False]


@pytest.mark.parametrize("by_hand", [True, False])
def test_staff_chose_or_the_policy_did(session, by_hand):
    people = neighbours(session, 4)
    need = a_need(session)
    if by_hand:
        wave = Wave(helper_ids=[people[3].id])
        ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=NOW)
    else:
        an_asking(session, need)
    assert waves_of(session, need.id) == [by_hand]
