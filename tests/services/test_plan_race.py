"""A second act about a resident's check-ins begins before the first is written: one plan stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import time

import pytest
from sqlalchemy import func, select

from hopecare.errors import MoveNotAllowedError
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_death import record_death
from models import CheckInPlan
from tests.factories.cases import BY
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_town

pytestmark = pytest.mark.both_databases

MOMENT_S = 0.5
"""Long enough for the second to reach the first's lock, or to run past where there is none."""


def planned(session, person_id):
    wish = CheckInWish(local_time=time(11))
    plan_check_ins(session, person_id=person_id, wish=wish, by=BY, now=NOW)


def dies(session, person_id):
    record_death(session, person_id=person_id, died_on=TODAY, by=BY, now=NOW)


def begun_within(database, scope, person_id, first, second):
    """Run `first`, and `second` beside it before it is written; say what the second came to."""

    def follow():
        with database.writing(scope) as session:
            second(session, person_id)

    with ThreadPoolExecutor(1) as pool:
        with database.writing(scope) as session:
            first(session, person_id)
            session.flush()
            following = pool.submit(follow)
            wait([following], timeout=MOMENT_S)
        return type(following.exception())


@pytest.mark.parametrize(
    ("first", "second", "comes_to", "stand"),
    [
        (planned, planned, type(None), 1),
        (planned, dies, type(None), 0),
        (dies, planned, MoveNotAllowedError, 0),
    ],
    ids=["two plans", "a plan, a death", "a death, a plan"],
)
def test_one_plan_stands_and_none_after_a_death(
    database, town_scope, first, second, comes_to, stand
):
    with database.writing(town_scope) as session:
        a_town(session)
        person_id = a_resident(session).id
    assert begun_within(database, town_scope, person_id, first, second) is comes_to
    with database.reading(town_scope) as session:
        standing = select(func.count()).where(CheckInPlan.ended_at.is_(None))
        assert session.scalar(standing) == stand
