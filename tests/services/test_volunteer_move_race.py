"""A volunteer moves, or is passed on, while somebody else holds them: nobody waits in a ring."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.households import find_membership
from hopecare.queries.volunteers import profile_of
from hopecare.services.hold_people import hold_people
from hopecare.services.move_household import Home
from hopecare.services.move_volunteer import move_volunteer
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.pass_volunteer_on import pass_volunteer_on
from tests.factories.cases import BY
from tests.factories.towns import NOW, a_town, an_area
from tests.factories.volunteers import HOME, neighbours

pytestmark = pytest.mark.both_databases


def moves(session, helper_id, area_id):
    lived = find_membership(session, helper_id)
    home = Home(area_id=area_id, address="새집 3", point=(HOME.lat, HOME.lon))
    lives_id = lived.id if lived else None
    move_volunteer(session, person_id=helper_id, lives_id=lives_id, home=home, by=BY, now=NOW)


def is_passed_on(session, helper_id, _area_id):
    pass_volunteer_on(session, person_id=helper_id, by=BY, now=NOW)


def person(session, helper_id):
    hold_people(session, helper_id)


def profile(session, helper_id):
    profile_of(session, helper_id, alone=True)


def new_row(session, helper_id):
    owed = OwedCall(kind=CallTaskKind.CALL_BACK, dedup_key="one", due_at=NOW, person_id=helper_id)
    town_id = profile_of(session, helper_id).town_id
    open_call_task(session, town_id=town_id, owed=owed, by=BY, now=NOW)


@pytest.mark.parametrize("act", [moves, is_passed_on])
@pytest.mark.parametrize(
    "steps", [(person, profile), (profile, new_row)], ids=["as a merge does", "as a yes does"]
)
def test_whoever_holds_the_helper_goes_on_and_the_other_waits(database, town_scope, act, steps):
    with database.writing(town_scope) as session:
        a_town(session)
        [helper] = neighbours(session, 1)
        area_id = an_area(session, name="별내동").id
    holds = Event()

    def follow():
        holds.wait()
        with database.writing(town_scope) as session:
            act(session, helper.id, area_id)

    first, then = steps
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow)
        with database.writing(town_scope) as session:
            first(session, helper.id)
            holds.set()
            # Time for the other to come as far as it can.
            time.sleep(0.4)
            then(session, helper.id)
        following.result()
