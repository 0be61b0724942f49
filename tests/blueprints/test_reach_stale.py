"""Two people move one resident, or note a number: the second sees both, and nothing is ended."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models import ContactPoint, Household, HouseholdMember, OtherContact, TimelineEntry
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import Visitor, filled

HEADING = "Somebody else changed this meanwhile"


class Both:
    """Two coordinators who have read the same page of one resident."""

    def __init__(self, database, town_scope, app):
        self.database, self.scope = database, town_scope
        with database.writing(town_scope) as session:
            a_town(session)
            centre = a_centre(session)
            self.area = an_area(session, covered_by=centre)
            self.resident = a_resident(session, centre=centre, area=self.area)
            accounts = [a_staff_account(session, centre=centre) for _ in range(2)]
        self.first, self.second = (Visitor(app).sign_in(each) for each in accounts)
        self.path = f"/residents/{self.resident.id}/reach"

    def send(self, what, theirs, mine):
        """Let both read the page, then the first send theirs and the second mine."""
        action = f"/residents/{self.resident.id}/{what}"
        early, late = (
            filled(visitor.get(self.path).fields(action), values)
            for visitor, values in ((self.first, theirs), (self.second, mine))
        )
        self.first.follow(self.first.send(action, early))
        page = self.second.send(action, late, status=409)
        assert page.h1 == HEADING
        assert self.path in page.links
        return page, action

    def rows(self, kind):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(kind).order_by(kind.id)).all()

    def numbers(self):
        points = self.rows(ContactPoint)
        return [(p.value, p.is_shared) for p in points if p.person_id == self.resident.id][1:]

    def homes(self):
        """The addresses in order, and whether they still live there."""
        address = {each.id: each.address for each in self.rows(Household)}
        return [(address[m.household_id], m.until_on is None) for m in self.rows(HouseholdMember)]


@pytest.fixture
def both(database, town_scope, app):
    return Both(database, town_scope, app)


def test_the_second_move_ends_no_home_and_shows_both(both):
    homes = [{"area_id": both.area.id, "address": words} for words in ("새집 3", "다른 집 7")]
    page, action = both.send("home", *homes)
    assert "새집 3" in page.main
    assert "다른 집 7" in page.main
    assert [(address, now) for address, now in both.homes() if now] == [("새집 3", True)]
    mine = filled(page.fields(action), {"address": "다른 집 7"})
    both.second.follow(both.second.send(action, mine))
    assert [address for address, now in both.homes() if now] == ["다른 집 7"]


def test_two_districts_are_said_by_name(both, database, town_scope):
    with database.writing(town_scope) as session:
        other = an_area(session, name="가람동", name_en="Garam-dong")
    page, _ = both.send("home", {"area_id": other.id}, {"area_id": both.area.id})
    assert "Garam-dong" in page.main
    assert "Jinjeop-eup" in page.main
    assert str(other.id) not in page.main


def test_a_shared_number_is_not_made_unshared_by_whoever_read_before(both):
    number = {"phone": "010-0000-1234"}
    page, action = both.send("phones", number | {"is_shared": "yes"}, number)
    assert "Yes" in page.main
    assert both.numbers() == [("+821000001234", True)]
    both.second.follow(both.second.send(action, page.fields(action)))
    assert both.numbers() == [("+821000001234", True)]


def test_two_numbers_are_shown_and_both_may_be_kept(both):
    page, action = both.send("phones", {"phone": "010-0000-1234"}, {"phone": "010-0000-5678"})
    assert "010-0000-1234" in page.main
    assert "010-0000-5678" in page.main
    mine = filled(page.fields(action), {"phone": "+821000005678"})
    both.second.follow(both.second.send(action, mine))
    assert [number for number, _ in both.numbers()] == ["+821000001234", "+821000005678"]


def test_whoever_ends_a_contact_a_second_time_moves_no_end(both, app):
    both.first.post(
        f"/residents/{both.resident.id}/contacts", {"kind": "family", "name": "하솔"}, on=both.path
    )
    (contact,) = both.rows(OtherContact)
    end = f"/residents/{both.resident.id}/contacts/{contact.id}/end"
    early, late = (each.get(both.path).fields(end) for each in (both.first, both.second))
    both.first.follow(both.first.send(end, early))
    noted = len(both.rows(TimelineEntry))
    both.second.follow(both.second.send(end, late))
    assert len(both.rows(TimelineEntry)) == noted
