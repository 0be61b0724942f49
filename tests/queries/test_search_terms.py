"""A name is found by its beginning, its letters and its date, without the plain word."""

from __future__ import annotations

from sqlalchemy import select

from hopecare.queries.search_terms import search_term
from hopecare.services.note_person_terms import note_person_terms
from models import Person, SearchTerm
from tests.factories.people import a_resident
from tests.factories.towns import a_centre, a_town, an_area


def _found(session, typed):
    term = search_term(typed)
    people = select(Person).join(SearchTerm, SearchTerm.person_id == Person.id)
    return [person.full_name for person in session.scalars(people.where(SearchTerm.term == term))]


def test_a_resident_is_found_by_the_beginning_of_the_name(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        a_resident(session, centre=centre, area=an_area(session, covered_by=centre))
        assert _found(session, "김 다") == ["김다래"]
        assert _found(session, "박") == []


def test_terms_follow_a_changed_name(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        person = a_resident(session)
        person.full_name = "박다래"
        note_person_terms(session, person)
        assert _found(session, "김") == []
        assert _found(session, "박다래") == ["박다래"]
        assert session.scalars(select(SearchTerm.term)).all()
