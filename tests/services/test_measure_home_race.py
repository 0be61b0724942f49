"""A home is measured while somebody comes to live there: nobody waits in a ring or is left out."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.households import find_membership
from hopecare.queries.places import find_household
from hopecare.queries.residents import person_by_id
from hopecare.services.hold_people import hold_people
from hopecare.services.measure_home import HomeRead, measure_home
from hopecare.services.move_household import Home, move_household
from models import TimelineEntry
from tests.factories.cases import BY, a_need
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import HOME, neighbours

pytestmark = pytest.mark.both_databases

POINT = (HOME.lat + 0.002, HOME.lon)


def person(session, case):
    hold_people(session, case.resident_id)


def their_case(session, case):
    case_by_id(session, case.id, alone=True)


@pytest.mark.parametrize("first", [person, their_case])
def test_whoever_comes_to_live_there_meanwhile_goes_on(database, town_scope, first):
    with database.writing(town_scope) as session:
        a_town(session)
        [helper] = neighbours(session, 1)
        case = case_by_id(session, a_need(session).case_id)
        resident_id = case.resident_id
        lived, home = find_membership(session, resident_id), find_household(session, resident_id)
        assert lived is not None
        assert home is not None
        read = HomeRead(lives_id=lived.id, version=home.version)
    holds = Event()

    def measure():
        holds.wait()
        with database.writing(town_scope) as session:
            measure_home(session, person_id=resident_id, point=POINT, read=read, by=BY, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        measuring = pool.submit(measure)
        with database.writing(town_scope) as session:
            first(session, case)
            holds.set()
            # Time for the other to come as far as it can.
            time.sleep(0.4)
            joins = person_by_id(session, helper.id)
            move_household(session, [joins], Home(household_id=home.id), by=BY, now=NOW)
        measuring.result()
    if first is person:
        with database.reading(town_scope) as session:
            kind = TimelineEntry.kind == EntryKind.HOUSEHOLD_MEASURED
            measured = session.scalars(select(TimelineEntry.person_id).where(kind))
            assert set(measured) == {resident_id, helper.id}
