"""A home may be given with its point on the map, wherever a home is written down."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import Account, Household, HouseholdMember, VolunteerProfile
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.factories.volunteers import neighbours

RING = [[127.1, 37.7], [127.25, 37.7], [127.25, 37.75], [127.1, 37.75], [127.1, 37.7]]
HERE = "37.721234, 127.186543"
EXACT, GRID = {"lat": 37.721234, "lon": 127.186543}, (37.721, 127.187)


@pytest.fixture
def town(database, town_scope, visitor):
    """A district with an outline and one beside it; a resident and a neighbour."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        area.shape = {"type": "Polygon", "coordinates": [RING]}
        beside = an_area(session, name="별내동", name_en="Byeollae-dong", lat=37.65, lon=127.12)
        resident = a_resident(session, centre=centre, area=area)
        [helper] = neighbours(session, 1, centre=centre, area=area)
        roles = (Role.COORDINATOR, Role.SOCIAL_WORKER)
        staff = a_staff_account(session, roles=roles, centre=centre)
        own = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
    visitor.sign_in(staff)
    return {
        "area": str(area.id),
        "beside": str(beside.id),
        "resident": resident.id,
        "helper": helper.id,
        "own": own,
        "staff": staff,
    }


def doors(town):
    """Each door: where its form stands, where it goes, and what else it needs."""
    who = {"full_name": "도담솔", "phone": "010-0000-4242"}
    consent = {"purposes": ["keep_record"], "form": "paper"}
    reach = f"/residents/{town['resident']}"
    offers = {
        "skills": ["side_dishes"],
        "hours": ["weekend_morning"],
        "radius_m": "1500",
        "check_level": "0",
    }
    theirs = f"/volunteers/{town['helper']}/home"
    return {
        "open": ("/residents/new", "/residents/new", {**who, **consent}),
        "move": (f"{reach}/reach", f"{reach}/home", {}),
        "register": ("/volunteers/new", "/volunteers/new", {**who, **offers}),
        "staff": (theirs, theirs, {}),
        "own": ("/my/where-from", "/my/where-from", {}),
    }


DOORS = ("open", "move", "register", "staff", "own")


@pytest.fixture
def sent(town, visitor):
    """Send a home through a door."""

    def sent(door, point, area="area", status=303):
        on, to, values = doors(town)[door]
        visitor.sign_in(town["own" if door == "own" else "staff"])
        values = {**values, "area_id": town[area], "address": "가람로 9", "point": point}
        return visitor.post(to, values, on=on, status=status), to

    return sent


@pytest.fixture
def newest(database, town_scope):
    """The home that was written last, and the volunteer's place who lives there."""

    def newest():
        with database.reading(town_scope) as session:
            home = session.scalars(select(Household).order_by(Household.id.desc())).first()
            lives = select(HouseholdMember.person_id).where(HouseholdMember.household_id == home.id)
            profile = session.scalars(
                select(VolunteerProfile).where(VolunteerProfile.person_id.in_(lives))
            ).first()
        place = profile and (profile.grid_lat, profile.grid_lon)
        return home.exact_point, (home.grid_lat, home.grid_lon), place

    return newest


@pytest.mark.both_databases
@pytest.mark.parametrize("door", DOORS)
def test_a_home_is_measured_from_the_point_that_was_given(sent, newest, door):
    sent(door, HERE)
    is_helper = door in {"register", "staff", "own"}
    assert newest() == (EXACT, GRID, GRID if is_helper else None)


@pytest.mark.parametrize("door", DOORS)
def test_without_a_point_the_middle_of_the_district_counts(sent, newest, door):
    sent(door, "")
    assert newest()[:2] == (None, (37.72, 127.19))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("point", "area", "said"),
    [
        ("127.186543, 37.721234", "area", "the wrong way round"),
        ("0, 0", "area", "in the sea"),
        ("35.1796, 129.0756", "area", "more than 50 km"),
        ("37.65, 127.12", "area", "outside the district"),
        (HERE, "beside", "in another district"),
        ("37.72", "area", "like 37.636, 127.217"),
        ("마석역", "area", "like 37.636, 127.217"),
    ],
)
def test_a_point_that_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    sent, newest, door, point, area, said
):
    before = newest()
    page, to = sent(door, point, area, status=422)
    assert set(page.errors) == {"point"}
    assert said in page.main
    fields = page.fields(to)
    assert (fields["point"], fields["address"]) == (point, "가람로 9")
    assert newest() == before


def test_the_page_says_from_where_a_home_is_measured(town, visitor, sent):
    pages = (f"/residents/{town['resident']}", f"/residents/{town['resident']}/reach")
    sent("move", "")
    for each in pages:
        assert "The middle of the district" in visitor.get(each).main
    sent("move", HERE)
    for each in pages:
        assert "The home's own point" in visitor.get(each).main


def test_a_volunteer_and_their_centre_read_from_where_their_way_is_measured(town, visitor, sent):
    theirs = f"/volunteers/{town['helper']}"
    for point, place in (("", "The middle of the district"), (HERE, "The home's own point")):
        sent("own", point)
        assert place in visitor.get("/my/where-from").main
        visitor.sign_in(town["staff"])
        assert place in visitor.get(theirs).main


def test_somebody_who_was_first_is_shown_with_their_point(town, visitor, sent):
    on, to, _ = doors(town)["move"]
    form = visitor.get(on).fields(to)
    sent("move", HERE)
    form["area_id"], form["address"], form["point"] = town["area"], "가람로 9", "37.71, 127.2"
    page = visitor.send(to, form, status=409)
    assert HERE in page.main
