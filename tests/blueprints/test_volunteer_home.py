"""A volunteer has moved: staff write it down, or they say so themself; each sees both sides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.roles import Role
from models import Account, HouseholdMember, Offer, Person, VolunteerProfile
from tests.factories.cases import a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.factories.volunteers import HOME, neighbours
from tests.plugins.pages import count_queries

OWN = "/my/where-from"


@pytest.fixture
def town(database, town_scope):
    """A neighbour who is asked for one need, and a district too far to help from."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        far = an_area(session, name="별내동", name_en="Byeollae-dong", lat=HOME.lat + 0.9)
        resident = a_resident(session, centre=centre, area=area)
        [helper] = neighbours(session, 1, centre=centre, area=area)
        offer = an_offer(session, a_need(session, case=a_case(session, resident=resident)), helper)
        own = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
        staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    return {"helper": helper, "far": far, "offer": offer, "own": own, "staff": staff}


def lies(database, scope, town):
    """District, latitude on the grid, and how the offer stands."""
    with database.reading(scope) as session:
        person = session.get_one(Person, town["helper"].id)
        of_person = select(VolunteerProfile).where(VolunteerProfile.person_id == person.id)
        profile = session.scalars(of_person).one()
        return person.area_id, profile.grid_lat, session.get_one(Offer, town["offer"].id).status


@pytest.mark.parametrize("who", ["own", "staff"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_whoever_moved_is_asked_around_the_new_district(
    database, town_scope, town, visitor, who, language
):
    visitor.sign_in(town[who]).read_in(language)
    home = OWN if who == "own" else f"/volunteers/{town['helper'].id}/home"
    begins = "/my/about-me" if who == "own" else f"/volunteers/{town['helper'].id}"
    assert home in visitor.get(begins).links
    visitor.follow(visitor.post(home, {"area_id": str(town["far"].id), "address": "새집 3"}))
    area_id, lat, status = lies(database, town_scope, town)
    assert (area_id, status) == (town["far"].id, OfferStatus.STOOD_DOWN)
    assert lat == pytest.approx(HOME.lat + 0.9, abs=0.001)


@pytest.mark.parametrize("who", ["own", "staff"])
def test_whoever_moved_meanwhile_is_not_moved_back(database, town_scope, town, visitor, who):
    visitor.sign_in(town[who])
    home = OWN if who == "own" else f"/volunteers/{town['helper'].id}/home"
    old = visitor.get(home).fields(home)
    visitor.post(home, {"area_id": str(town["far"].id)})
    visitor.send(home, old, status=409)
    assert lies(database, town_scope, town)[0] == town["far"].id


def test_a_district_of_nowhere_is_said_beside_its_field(town, visitor):
    visitor.sign_in(town["own"])
    page = visitor.post(OWN, {"area_id": str(town["offer"].id)}, status=422)
    assert set(page.errors) == {"area_id"}
    assert set(visitor.post(OWN, {"area_id": ""}, status=422).errors) == {"area_id"}


def test_social_workers_do_not_move_them(database, town_scope, town, visitor):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,))
    visitor.sign_in(account)
    home = f"/volunteers/{town['helper'].id}/home"
    assert home not in visitor.get(f"/volunteers/{town['helper'].id}").links
    visitor.get(home, status=403)


def test_the_page_asks_no_more_after_many_moves(database, town_scope, town, visitor):
    visitor.sign_in(town["own"])
    visitor.get(OWN)
    with count_queries(database) as few:
        visitor.get(OWN)
    for _ in range(3):
        visitor.post(OWN, {"area_id": str(town["far"].id)})
    with count_queries(database) as many:
        visitor.get(OWN)
    assert many.total == few.total
    with database.reading(town_scope) as session:
        of_helper = HouseholdMember.person_id == town["helper"].id
        standing = select(HouseholdMember).where(of_helper, HouseholdMember.until_on.is_(None))
        assert len(session.scalars(standing).all()) == 1
