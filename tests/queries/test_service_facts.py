"""What is known of a service is read whole, and in as many readings for one as for many."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from hopecare.domain.identity import SystemActor
from hopecare.domain.service_facts import (
    CAPACITY_DAYS,
    Capacity,
    CapacityState,
    HeardBy,
    OpenWindow,
    ReachedBy,
)
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.queries.service_facts import facts_of_services, old_after_days, service_facts
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from models import ServiceCapacity, SettingEntry
from tests.factories.directory import opens, said_capacity, serves, speaks
from tests.factories.referrals import a_service
from tests.factories.towns import NOW, TODAY, a_town, an_area
from tests.plugins.pages import count_queries

CLERK = SystemActor(name="test")


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def test_a_service_of_which_nothing_was_said_has_no_facts_but_its_usual_ways(session):
    facts = service_facts(session, a_service(session).id)
    assert (facts.languages, facts.hours, facts.area_ids) == ((), (), ())
    assert facts.capacity == Capacity()
    assert facts.serves_whole_town
    assert facts.reached_by == (ReachedBy.TELEPHONE, ReachedBy.SHEET_BY_HAND)


def test_everything_that_was_said_is_read(session):
    service, area = a_service(session), an_area(session)
    service.reached_by = ["sheet_by_fax", "link"]
    service.vanished_on = TODAY
    opens(session, service, 4, 0, at=time(9, 30), until=time(17))
    speaks(session, service, "vi", "ko")
    serves(session, service, area, "구리시 일부")
    said_capacity(session, service, CapacityState.OPEN, free_places=3)
    facts = service_facts(session, service.id)
    assert facts.languages == ("ko", "vi")
    assert facts.hours == tuple(
        OpenWindow(weekday=day, opens=time(9, 30), closes=time(17)) for day in (0, 4)
    )
    assert (facts.area_ids, facts.area_words) == ((area.id,), ("구리시 일부",))
    assert facts.reached_by == (ReachedBy.LINK, ReachedBy.SHEET_BY_FAX)
    assert (facts.capacity.state, facts.capacity.free_places) == (CapacityState.OPEN, 3)
    assert (facts.vanished_on, facts.programme) == (TODAY, "livelihood")


def test_an_office_that_ends_takes_its_services_along(session):
    service = a_service(session, ended_on=date(2026, 12, 31))
    facts = service_facts(session, service.id)
    assert not facts.has_ended(TODAY)
    session.get_one(type(service), service.id).ended_on = TODAY
    session.flush()
    assert service_facts(session, service.id).has_ended(TODAY)


def test_the_area_on_the_services_own_row_counts_as_served(session):
    service, area = a_service(session), an_area(session)
    service.area_id = area.id
    session.flush()
    assert service_facts(session, service.id).area_ids == (area.id,)


def test_what_is_not_there_has_no_facts(session):
    with pytest.raises(NotFoundError):
        service_facts(session, uuid4())


def test_many_cost_no_more_readings_than_one(database, town_scope, session):
    ids = [a_service(session).id for _ in range(5)]
    session.commit()
    with database.reading(town_scope) as reads, count_queries(database) as few:
        facts_of_services(reads, ids[:1])
    with database.reading(town_scope) as reads, count_queries(database) as many:
        assert set(facts_of_services(reads, ids)) == set(ids)
    assert many.total == few.total


def test_the_newest_word_stands_and_the_older_stays(session):
    service = a_service(session)
    full = SaidCapacity(state=CapacityState.FULL)
    note_capacity(session, service_id=service.id, said=full, by=CLERK, now=NOW)
    later = NOW + timedelta(days=2)
    places = SaidCapacity(state=CapacityState.OPEN, free_places=2, heard_by=HeardBy.LETTER)
    note_capacity(session, service_id=service.id, said=places, by=CLERK, now=later)
    capacity = service_facts(session, service.id).capacity
    assert (capacity.state, capacity.free_places) == (CapacityState.OPEN, 2)
    assert (capacity.as_of, capacity.heard_by) == (later, HeardBy.LETTER)
    kept = session.query(ServiceCapacity).order_by(ServiceCapacity.as_of).all()
    assert [each.replaced_at for each in kept] == [later, None]


@pytest.mark.parametrize(("state", "places"), [(CapacityState.FULL, 2), (CapacityState.OPEN, 0)])
def test_places_are_counted_only_where_there_are_some(session, state, places):
    said = SaidCapacity(state=state, free_places=places)
    with pytest.raises(InvalidInputError):
        note_capacity(session, service_id=a_service(session).id, said=said, by=CLERK, now=NOW)


def test_a_town_says_itself_when_a_word_is_old(session, town_scope):
    assert old_after_days(session, town_scope.town_id, on=TODAY) == 30
    session.add(
        SettingEntry(
            town_id=town_scope.town_id,
            key=CAPACITY_DAYS,
            value={"days": 14},
            from_on=TODAY,
            reason="try",
        )
    )
    session.flush()
    assert old_after_days(session, town_scope.town_id, on=TODAY) == 14
