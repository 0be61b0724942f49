"""Where a home lies that was written down before anybody measured it: its own small form."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from models import Household, HouseholdMember, TimelineEntry
from tests.factories.people import a_household, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries

RING = [[127.1, 37.7], [127.25, 37.7], [127.25, 37.75], [127.1, 37.75], [127.1, 37.7]]
HERE, THERE = "37.721234, 127.186543", "37.731, 127.2"
EXACT = {"lat": 37.721234, "lon": 127.186543}
DOORS = ("resident", "volunteer")


@pytest.fixture
def town(database, town_scope, visitor):
    """A district with an outline; a resident and a neighbour whose homes nobody measured."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        area.shape = {"type": "Polygon", "coordinates": [RING]}
        resident = a_resident(session, centre=centre, area=area)
        [helper] = neighbours(session, 1, centre=centre, area=area)
        other = a_resident(session, name="배마루", centre=a_centre(session), area=area)
        a_household(session, helper, area=area)
        for each in session.scalars(select(Household)):
            each.exact_point = each.grid_lat = each.grid_lon = None
        roles = (Role.COORDINATOR, Role.SOCIAL_WORKER)
        staff = a_staff_account(session, roles=roles, centre=centre)
        volunteers_only = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(staff)
    people = {
        "resident": resident.id,
        "volunteer": helper.id,
        "other": other.id,
        "area": str(area.id),
    }
    return people | {"staff": staff, "social_worker": volunteers_only}


def door(town, which):
    """Where the form stands, and from which page it is found."""
    page = f"/{'residents' if which == 'resident' else 'volunteers'}/{town[which]}"
    return f"{page}/home-point", f"{page}/reach" if which == "resident" else page


@pytest.fixture
def point_of(database, town_scope, town):
    def point_of(which):
        with database.reading(town_scope) as session:
            home = session.scalars(
                select(Household)
                .join(HouseholdMember, HouseholdMember.household_id == Household.id)
                .where(HouseholdMember.person_id == town[which])
            ).one_or_none()
            return home and home.exact_point

    return point_of


@pytest.fixture
def entries(database, town_scope):
    """On whose timeline it stands, and by whom."""

    def entries():
        with database.reading(town_scope) as session:
            kind = TimelineEntry.kind == EntryKind.HOUSEHOLD_MEASURED
            found = session.scalars(select(TimelineEntry).where(kind))
            return [(each.person_id, each.by_person_id) for each in found]

    return entries


@pytest.mark.both_databases
@pytest.mark.parametrize("which", DOORS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_staff_write_where_a_home_lies_and_it_is_on_the_timeline(
    entries, town, visitor, point_of, which, language
):
    form, begins = door(town, which)
    visitor.read_in(language)
    assert form in visitor.get(begins).links
    page = visitor.follow(visitor.post(form, {"point": HERE}))
    assert ("집의 위치" if language == "ko" else "The home's own point") in page.main
    assert point_of(which) == EXACT
    assert entries() == [(town[which], town["staff"].person_id)]
    seen = visitor.get(f"/residents/{town[which]}").main if which == "resident" else None
    words = "집의 위치를 적음" if language == "ko" else "Where the home lies was written down"
    assert seen is None or words in seen


@pytest.mark.parametrize("which", DOORS)
@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("", "is missing"),
        ("127.186543, 37.721234", "the wrong way round"),
        ("0, 0", "in the sea"),
        ("35.1796, 129.0756", "more than 50 km"),
        ("37.65, 127.12", "outside the district"),
        ("마석역", "like 37.636, 127.217"),
    ],
)
def test_a_point_that_cannot_be_is_refused_beside_its_field(
    town, visitor, point_of, which, point, said
):
    form, _ = door(town, which)
    before = point_of(which)
    page = visitor.post(form, {"point": point}, status=422)
    assert set(page.errors) == {"point"}
    assert said in page.main or not point
    assert page.fields(form)["point"] == point
    assert point_of(which) == before


@pytest.mark.parametrize("which", DOORS)
def test_pressed_twice_it_is_written_once(entries, town, visitor, which):
    form, _ = door(town, which)
    fields = visitor.get(form).fields(form)
    fields["point"] = HERE
    visitor.send(form, fields)
    visitor.send(form, fields)
    visitor.post(form, {"point": HERE})
    assert len(entries()) == 1


@pytest.mark.parametrize("which", DOORS)
def test_whoever_comes_second_overwrites_nothing(town, visitor, point_of, which):
    form, _ = door(town, which)
    late = visitor.get(form).fields(form)
    visitor.post(form, {"point": HERE})
    late["point"] = THERE
    page = visitor.send(form, late, status=409)
    assert (HERE in page.main) is (which == "resident")
    assert point_of(which) == EXACT


def test_the_point_of_an_old_home_is_not_written_for_the_new_one(town, visitor):
    form, begins = door(town, "resident")
    late = visitor.get(form).fields(form)
    home = f"/residents/{town['resident']}/home"
    visitor.post(home, {"area_id": town["area"], "address": "새집 3"}, on=begins)
    late["point"] = HERE
    visitor.send(form, late, status=409)


def test_only_whoever_may_change_the_home_may_say_where_it_lies(town, visitor):
    visitor.get(f"/residents/{town['other']}/home-point", status=403)
    visitor.sign_in(town["social_worker"])
    form, page = door(town, "volunteer")
    assert form not in visitor.get(page).links
    visitor.get(form, status=403)


@pytest.mark.parametrize("which", DOORS)
def test_the_page_asks_no_more_for_a_measured_home(database, town, visitor, which):
    form, _ = door(town, which)
    visitor.get(form)
    with count_queries(database) as before:
        visitor.get(form)
    visitor.post(form, {"point": HERE})
    visitor.get(form)
    with count_queries(database) as after:
        visitor.get(form)
    assert after.total == before.total
