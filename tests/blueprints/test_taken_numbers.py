"""A telephone somebody else has already: who is named, and asked whether they share it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.search_terms import phone_index
from models import ContactPoint, Person, TimelineEntry
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area

PHONE, WRITTEN = "+821000007788", "010-0000-7788"


class Desk:
    """A social worker of one centre, whose resident lives in one household with another."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre = a_centre(session, name="동부희망케어센터")
            self.other_centre = a_centre(session, name="서부희망케어센터")
            self.area = an_area(session, covered_by=self.centre)
            self.resident = a_resident(session, name="김다래", centre=self.centre, area=self.area)
            a_consent(session, self.resident, ConsentPurpose.KEYHOLDER)
            account = a_staff_account(session, centre=self.centre)
        visitor.sign_in(account)
        self.reach = f"/residents/{self.resident.id}/reach"

    def knows(self, name="박하늘", *, elsewhere=False):
        """Somebody has the telephone already."""
        with self.database.writing(self.scope) as session:
            centre = self.other_centre if elsewhere else self.centre
            return a_resident(session, name=name, phone=PHONE, centre=centre, area=self.area)

    def add(self, what="phones", **values):
        return self.visitor.post(f"/residents/{self.resident.id}/{what}", values, on=self.reach)

    def refused(self, what="phones", **values):
        path = f"/residents/{self.resident.id}/{what}"
        return self.visitor.post(path, values, on=self.reach, status=422)

    def marks(self):
        """Whose telephone it is now, and whether it is marked as shared."""
        with self.database.reading(self.scope) as session:
            held = select(ContactPoint, Person).join(Person, Person.id == ContactPoint.person_id)
            same = ContactPoint.value_index == phone_index(PHONE)
            rows = session.execute(held.where(same)).all()
            return {person.full_name: point.is_shared for point, person in rows}

    def noted(self, person):
        with self.database.reading(self.scope) as session:
            entries = select(TimelineEntry).where(TimelineEntry.person_id == person.id)
            return [each.facts.get("what") for each in session.scalars(entries)]


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def test_whoever_has_it_is_named_and_nothing_is_kept_until_it_is_said(desk):
    other = desk.knows()
    page = desk.refused(phone=WRITTEN)
    assert "박하늘" in page.errors["phone"]
    assert desk.marks() == {"박하늘": False}
    desk.add(phone=WRITTEN, is_shared="yes")
    assert desk.marks() == {"박하늘": True, "김다래": True}
    assert desk.noted(other) == ["shared"]
    assert "Somebody else was noted with the same telephone" in (
        desk.visitor.get(f"/residents/{other.id}").main
    )


def test_of_another_centre_only_the_centre_is_named(desk):
    desk.knows(elsewhere=True)
    page = desk.refused(phone=WRITTEN)
    assert "박하늘" not in page.main
    assert desk.other_centre.phone[-4:] in page.errors["phone"]


def test_a_keyholders_number_is_looked_at_as_well(desk):
    desk.knows()
    keyholder = {"kind": "keyholder", "name": "하솔", "contact_phone": WRITTEN}
    page = desk.refused("contacts", **keyholder)
    assert "박하늘" in page.errors["contact_phone"]
    assert "하솔" not in desk.marks()
    desk.add("contacts", **keyholder, contact_phone_is_shared="yes")
    assert desk.marks() == {"박하늘": True, "하솔": True}


def test_a_new_residents_number_is_looked_at_as_well(desk):
    desk.knows()
    newcomer = {
        "full_name": "도담솔",
        "phone": WRITTEN,
        "area_id": desk.area.id,
        "purposes": "keep_record",
        "form": "paper",
    }
    page = desk.visitor.post("/residents/new", newcomer, status=422)
    assert "박하늘" in page.errors["phone"]
    shared = {**newcomer, "phone_is_shared": "yes"}
    desk.visitor.follow(desk.visitor.post("/residents/new", shared))
    assert desk.marks() == {"박하늘": True, "도담솔": True}


def test_ones_own_number_and_one_that_ended_are_nobody_elses(desk):
    other = desk.knows()
    desk.visitor.follow(desk.add(phone="010-0000-1234"))
    desk.visitor.follow(desk.add(phone="010-0000-1234"))
    with desk.database.writing(desk.scope) as session:
        theirs = select(ContactPoint).where(ContactPoint.person_id == other.id)
        point = session.scalars(theirs).one()
        point.valid_until = point.valid_from
    desk.visitor.follow(desk.add(phone=WRITTEN))
    assert desk.marks()["김다래"] is False


def test_a_form_that_was_kept_and_comes_again_is_not_refused_for_what_it_made(desk, visitor):
    path = f"/residents/{desk.resident.id}/contacts"
    form = visitor.get(desk.reach).fields(path)
    form["kind"], form["name"], form["contact_phone"] = "keyholder", "마루", WRITTEN
    for _ in range(2):
        visitor.send(path, form, status=303)
    assert desk.marks() == {"마루": False}
