"""Coordinators look after volunteers: the list, one volunteer, checks, suspension, joining."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.matching.distance import (
    OFF_GRID_M,
    SQUARE_M,
    Point,
    distance_m,
    moved,
    on_grid,
)
from hopecare.domain.people import StartsFrom
from hopecare.domain.roles import Role
from hopecare.queries.cases import case_by_id
from hopecare.queries.search_terms import phone_index
from hopecare.queries.tasks import count_held
from models import Area, Centre, ContactPoint, Need, Person, PersonRole, VolunteerProfile
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries

TAKEN = "+821000007788"


@pytest.fixture
def helpers(database, town_scope, visitor):
    """Three volunteers of one centre, one of whom helps; its coordinator has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        people = neighbours(session, 3, centre=centre, area=area)
        a_task(session, a_need(session, case=a_case(session, resident=resident)), people[0])
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    visitor.sign_in(account)
    return people


def profile_of(database, scope, person):
    asked = select(VolunteerProfile).where(VolunteerProfile.person_id == person.id)
    with database.reading(scope) as session:
        return session.scalars(asked).one()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_list_shows_everybody_and_narrows(helpers, visitor, language):
    visitor.read_in(language)
    page = visitor.get("/volunteers")
    assert all(helper.full_name in page.main for helper in helpers)
    narrowed = visitor.get("/volunteers?skill=lift")
    assert helpers[0].full_name not in narrowed.main
    assert helpers[0].full_name in visitor.get("/volunteers?skill=side_dishes&on_duty=yes").main
    assert helpers[0].full_name not in visitor.get("/volunteers?check_runs_out=yes").main


def test_a_page_shows_tasks_and_answers(helpers, visitor):
    page = visitor.get(f"/volunteers/{helpers[0].id}")
    assert "김다래" in page.main
    assert "Side dishes" in page.main or "side dishes" in page.main.lower()


def test_a_page_shows_when_they_have_time_and_how_often_they_may_be_asked(helpers, visitor):
    path = f"/volunteers/{helpers[0].id}"
    assert "As often as the town asks" in visitor.get(path).main
    own = {"askings_a_week": "2", "asked_from": "18:00", "asked_until": "20:30"}
    visitor.post(f"{path}/change", {**own, "hours": ["weekend_morning", "weekday_evening"]})
    page = visitor.get(path).main
    assert "At most 2 a week, only from 18:00 to 20:30" in page
    assert "Weekday evenings, Weekend mornings" in page
    over_midnight = {**own, "asked_from": "22:00", "asked_until": "07:00"}
    refused = visitor.post(f"{path}/change", over_midnight, status=422)
    assert "go over midnight" in refused.errors["asked_until"]


def test_a_check_is_recorded(database, town_scope, helpers, visitor):
    path = f"/volunteers/{helpers[0].id}/change"
    visitor.post(path, {"check_level": "1", "check_expires_on": "2027-03-01"})
    profile = profile_of(database, town_scope, helpers[0])
    assert (profile.check_level, str(profile.check_expires_on)) == (1, "2027-03-01")


def test_the_second_editor_is_told(database, town_scope, helpers, visitor):
    path = f"/volunteers/{helpers[0].id}/change"
    form = visitor.get(path).fields(path)
    visitor.post(path, {"radius_m": "900"})
    form["radius_m"] = "700"
    visitor.send(path, form, status=409)
    assert profile_of(database, town_scope, helpers[0]).radius_m == 900


def test_a_suspension_holds_until_it_is_lifted(database, town_scope, helpers, visitor):
    own = f"/volunteers/{helpers[0].id}"
    visitor.post(f"{own}/suspend", on=own)
    assert profile_of(database, town_scope, helpers[0]).suspended_at is not None
    visitor.post(f"{own}/reinstate", on=own)
    assert profile_of(database, town_scope, helpers[0]).suspended_at is None


def test_a_resident_joins_and_is_both(database, town_scope, helpers, visitor):
    with database.reading(town_scope) as session:
        resident_id = session.scalars(
            select(PersonRole.person_id).where(PersonRole.role == Role.RESIDENT)
        ).one()
    page = visitor.follow(
        visitor.post(f"/residents/{resident_id}/join", {"skills": ["phone_companion"]})
    )
    assert "김다래" in page.h1
    with database.reading(town_scope) as session:
        roles = set(
            session.scalars(select(PersonRole.role).where(PersonRole.person_id == resident_id))
        )
    assert roles == {Role.RESIDENT, Role.VOLUNTEER}


def test_social_workers_read_and_do_not_suspend(database, town_scope, helpers, visitor):
    own = f"/volunteers/{helpers[0].id}"
    form = visitor.get(own).fields(f"{own}/suspend")
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,))
    visitor.sign_in(account)
    assert visitor.get(own)
    visitor.send(f"{own}/suspend", form, status=403)


def test_a_page_asks_no_more_for_many_tasks(database, town_scope, helpers, visitor):
    own = f"/volunteers/{helpers[0].id}"
    visitor.get(own)
    with count_queries(database) as few:
        visitor.get(own)
    with database.writing(town_scope) as session:
        need = session.scalars(select(Need)).one()
        case = case_by_id(session, need.case_id)
        a_task(session, a_need(session, case=case), helpers[0])
    with count_queries(database) as many:
        visitor.get(own)
    assert many.total == few.total


NEWCOMER = {
    "full_name": "도담솔",
    "phone": "010-0000-4242",
    "skills": ["side_dishes"],
    "hours": ["weekend_morning"],
    "languages": ["ko", "vi"],
    "radius_m": "1500",
    "check_level": "1",
    "check_expires_on": "2027-05-01",
}


@pytest.fixture
def newcomer(database, town_scope, helpers):
    with database.reading(town_scope) as session:
        return {**NEWCOMER, "area_id": session.scalars(select(Area.id)).one()}


def test_somebody_brand_new_joins_and_can_be_found(
    database, town_scope, helpers, visitor, newcomer
):
    assert "/volunteers/new" in visitor.get("/volunteers").links
    page = visitor.follow(visitor.post("/volunteers/new", newcomer))
    assert page.h1 == "도담솔"
    assert "010-0000-4242" in page.main
    with database.reading(town_scope) as session:
        profile = session.scalars(
            select(VolunteerProfile).where(VolunteerProfile.radius_m == 1500)
        ).one()
        roles = set(
            session.scalars(
                select(PersonRole.role).where(PersonRole.person_id == profile.person_id)
            )
        )
    assert (profile.check_level, str(profile.check_expires_on)) == (1, "2027-05-01")
    assert (profile.languages, roles) == (["ko", "vi"], {Role.VOLUNTEER})
    assert "도담솔" in visitor.get("/volunteers").main


def test_a_volunteer_without_a_mobile_telephone_cannot_be_asked(helpers, visitor, newcomer):
    page = visitor.post("/volunteers/new", {**newcomer, "phone": "031-000-0100"}, status=422)
    assert set(page.errors) == {"phone"}
    assert page.fields("/volunteers/new")["full_name"] == "도담솔"


def test_a_resident_who_wants_to_help_joins_as_who_she_is(
    database, town_scope, helpers, visitor, newcomer
):
    with database.reading(town_scope) as session:
        resident = session.scalars(
            select(Person).where(
                Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == Role.RESIDENT))
            )
        ).one()
    page = visitor.post("/volunteers/new", {**newcomer, "full_name": "김다래"}, status=422)
    join = f"/residents/{resident.id}/join"
    assert join in page.links
    again = visitor.post(
        "/volunteers/new", {**newcomer, "full_name": "김다래", "somebody_else": "yes"}
    )
    assert visitor.follow(again).h1 == "김다래"


def test_a_newcomer_at_the_telephone_of_somebody_else_shares_it_with_them(
    database, town_scope, helpers, visitor, newcomer
):
    with database.writing(town_scope) as session:
        centre = session.scalars(select(Centre)).one()
        a_resident(session, name="박하늘", phone=TAKEN, centre=centre)
    theirs = {**newcomer, "phone": "010-0000-7788"}
    page = visitor.post("/volunteers/new", theirs, status=422)
    assert "박하늘" in page.errors["phone"]
    visitor.follow(visitor.post("/volunteers/new", {**theirs, "phone_is_shared": "yes"}))
    with database.reading(town_scope) as session:
        index = phone_index(TAKEN)
        both = session.scalars(select(ContactPoint).where(ContactPoint.value_index == index)).all()
        assert [each.is_shared for each in both] == [True, True]


def with_words(form, **words):
    """The form with some of its fields filled in otherwise."""
    filled = form.copy()
    for name, value in words.items():
        filled[name] = value
    return filled


def changed(visitor, page, **words):
    return with_words(visitor.get(page).fields(page), **words)


def test_a_check_that_has_run_out_is_not_written_down_but_may_stay(
    database, town_scope, helpers, visitor
):
    person = helpers[0]
    page = f"/volunteers/{person.id}/change"
    form = changed(visitor, page, check_level="2")
    gone = (TODAY - timedelta(days=1)).isoformat()
    wrong = visitor.send(page, with_words(form, check_expires_on=gone), status=422)
    assert set(wrong.errors) == {"check_expires_on"}
    own = profile_of(database, town_scope, person)
    with database.writing(town_scope) as session:
        session.get_one(VolunteerProfile, own.id).check_expires_on = TODAY - timedelta(days=1)
    again = changed(visitor, page, check_expires_on=gone, radius_m="900")
    visitor.send(page, again)
    assert profile_of(database, town_scope, person).radius_m == 900


@pytest.mark.parametrize("radius", ["0", "499", "60000", "far"])
def test_a_reach_nobody_can_mean_is_named(helpers, visitor, radius):
    page = f"/volunteers/{helpers[0].id}/change"
    form = changed(visitor, page, radius_m=radius)
    assert set(visitor.send(page, form, status=422).errors) == {"radius_m"}


def test_a_limit_below_what_is_held_takes_nothing_away_and_says_so(
    database, town_scope, helpers, visitor
):
    person = helpers[0]
    page = f"/volunteers/{person.id}/change"
    form = changed(visitor, page, max_active="0")
    kept = visitor.follow(visitor.send(page, form))
    assert "nothing new is asked until fewer tasks are held" in kept.html
    with database.reading(town_scope) as session:
        assert count_held(session, person.id) == 1


def test_a_place_moved_to_a_square_is_no_finer_than_that_square(
    database, town_scope, helpers, visitor
):
    person = helpers[0]
    page = f"/volunteers/{person.id}/change"
    before = profile_of(database, town_scope, person)
    exact = Point(before.grid_lat or 0, before.grid_lon or 0)
    form = changed(visitor, page, starts_from="square", workplace="가람시장")
    visitor.send(page, form)
    own = profile_of(database, town_scope, person)
    place = Point(own.grid_lat or 0, own.grid_lon or 0)
    with database.reading(town_scope) as session:
        worker = session.get_one(Person, person.id)
    assert (own.starts_from, worker.workplace) == (StartsFrom.SQUARE, "가람시장")
    assert place != exact
    # Every point of a square is moved to the same middle.
    beside = moved(on_grid(exact, size_m=SQUARE_M), north_m=200, east_m=-200)
    assert on_grid(beside, size_m=SQUARE_M) == on_grid(exact, size_m=SQUARE_M)
    assert distance_m(place, on_grid(exact, size_m=SQUARE_M)) < OFF_GRID_M
