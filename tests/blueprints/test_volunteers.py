"""Coordinators look after volunteers: the list, one volunteer, checks, suspension, joining."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.queries.cases import case_by_id
from models import Area, Need, Person, PersonRole, VolunteerProfile
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries


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
