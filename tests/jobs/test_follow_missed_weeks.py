"""A missed day from the first word to its end, by the worker's own jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus, NeedStatus, TaskStatus
from hopecare.jobs.follow_missed_weeks import follow_missed_weeks
from hopecare.services.answer_offer import answer_offer
from models import Need, Offer, Person, Task
from tests.factories.cases import BY, a_case
from tests.factories.offers import YES
from tests.factories.volunteers import neighbours
from tests.factories.weekly import (
    EVENING,
    OVER,
    a_backup,
    a_missed_week,
    a_weekly_task,
)


@pytest.fixture
def missed(town):
    """The backup is asked for Friday."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        people = neighbours(session, 3)
        task = a_weekly_task(session, people[0], case=a_case(session, resident=resident))
        a_backup(session, task.need_id, people[1])
        return a_missed_week(session, task)


def test_a_day_that_was_taken_ends_by_itself_at_midnight(town, missed):
    with town.database.writing(town.scope) as session:
        [offer] = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id))
        answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=town.clock.at)
    assert follow_missed_weeks(town.tools) == 0
    town.at(EVENING)
    assert follow_missed_weeks(town.tools) == 1
    town.at(OVER - timedelta(minutes=1))
    assert follow_missed_weeks(town.tools) == 0
    town.at(OVER)
    assert follow_missed_weeks(town.tools) == 1
    assert follow_missed_weeks(town.tools) == 0
    with town.database.reading(town.scope) as session:
        statuses = {task.need_id: task.status for task in session.scalars(select(Task))}
    assert statuses[missed.cover_need_id] is TaskStatus.ENDED
    assert statuses[missed.need_id] is TaskStatus.ACTIVE


def test_a_day_nobody_took_ends_without_a_helper(town, missed):
    for moment in (EVENING, OVER):
        town.at(moment)
        assert follow_missed_weeks(town.tools) == 1
    with town.database.reading(town.scope) as session:
        cover = session.get_one(Need, missed.cover_need_id)
        stands = session.get_one(type(missed), missed.id).status
    assert (cover.status, stands) == (NeedStatus.ENDED, MissedWeekStatus.UNFILLED)
