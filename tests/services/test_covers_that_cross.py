"""Two days one backup is to step in for cross: they take one, others are asked for the other."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.hand_back_task import hand_back_task
from models import Offer, Task
from tests.factories.cases import BY, a_case
from tests.factories.offers import YES, a_task
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_need

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def people(session):
    """Two helpers, who is backup of both, and two others."""
    return neighbours(session, 5)


def missed_days(session, people, hours):
    """Both helpers miss one day, and the backup is asked for either."""
    found = []
    for helper, at in zip(people, hours, strict=False):
        need = a_weekly_need(session, case=a_case(session))
        need.starts_at = at
        session.flush()
        task = a_task(session, need, helper)
        a_backup(session, need.id, people[2])
        found.append(a_missed_week(session, task))
    return found


def asked_ids(session, missed):
    standing = select(Offer.helper_id).where(
        Offer.need_id == missed.cover_need_id, Offer.status == OfferStatus.STANDING
    )
    return set(session.scalars(standing))


def says_yes(session, missed, helper):
    offer = session.scalars(
        select(Offer).where(Offer.need_id == missed.cover_need_id, Offer.helper_id == helper.id)
    ).one()
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER).result


def look(session, missed):
    """As the job does where something is due."""
    asking = find_live_asking(session, missed.cover_need_id)
    assert asking
    if asking.due_at is not None and asking.due_at <= LATER:
        ask_next_wave(session, asking_id=asking.id, by=BY, now=LATER)


def test_others_are_asked_at_once_for_the_day_the_backup_cannot_take_any_more(session, people):
    first, second = missed_days(session, people, [time(15), time(15, 10)])
    backup = people[2]
    assert asked_ids(session, first) == asked_ids(session, second) == {backup.id}
    assert says_yes(session, first, backup) is OfferResult.YOURS
    look(session, second)
    assert asked_ids(session, second) > {backup.id}
    assert says_yes(session, second, backup) is OfferResult.CLASH
    held = select(Task).where(Task.helper_id == backup.id, Task.status == TaskStatus.ACTIVE)
    assert [task.need_id for task in session.scalars(held)] == [first.cover_need_id]


def test_two_days_that_do_not_cross_wait_for_the_backup(session, people):
    first, second = missed_days(session, people, [time(15), time(18)])
    backup = people[2]
    assert says_yes(session, first, backup) is OfferResult.YOURS
    look(session, second)
    assert asked_ids(session, second) == {backup.id}
    assert says_yes(session, second, backup) is OfferResult.YOURS


def test_a_backup_who_hands_the_day_back_is_free_for_the_other(session, people):
    first, second = missed_days(session, people, [time(15), time(15, 10)])
    backup = people[2]
    says_yes(session, first, backup)
    task = session.scalars(select(Task).where(Task.need_id == first.cover_need_id)).one()
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
    assert asked_ids(session, first)
    assert backup.id not in asked_ids(session, first)
    assert says_yes(session, second, backup) is OfferResult.YOURS
