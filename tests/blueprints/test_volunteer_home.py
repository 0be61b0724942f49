"""A volunteer has moved: staff write it down, or they say so themself; each sees both sides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, OfferStatus
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from models import (
    Account,
    CallTask,
    HouseholdMember,
    Offer,
    Person,
    PersonRole,
    Responsibility,
    TimelineEntry,
    VolunteerProfile,
)
from tests.factories.cases import a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import TODAY, a_centre, a_town, an_area
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
        other = a_centre(session, name="서부희망케어센터", name_en="West Centre")
        far = an_area(
            session, name="별내동", name_en="Byeollae-dong", lat=HOME.lat + 0.9, covered_by=other
        )
        resident = a_resident(session, centre=centre, area=area)
        [helper] = neighbours(session, 1, centre=centre, area=area)
        offer = an_offer(session, a_need(session, case=a_case(session, resident=resident)), helper)
        own = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
        staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        theirs = a_staff_account(session, roles=(Role.COORDINATOR,), centre=other)
    return {
        "helper": helper,
        "near": area,
        "far": far,
        "offer": offer,
        "own": own,
        "staff": staff,
        "theirs": theirs,
        "centres": (centre.id, other.id),
    }


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


def of_centre(database, scope, town):
    """Which centre looks after the profile, and after the person; and who is owed a call."""
    with database.reading(scope) as session:
        person = session.get_one(Person, town["helper"].id)
        of_person = select(VolunteerProfile).where(VolunteerProfile.person_id == person.id)
        calls = session.scalars(select(CallTask).where(CallTask.person_id == person.id)).all()
        return session.scalars(of_person).one().centre_id, person.centre_id, calls


@pytest.mark.parametrize("who", ["own", "staff"])
def test_the_form_says_which_centre_looks_after_each_district(town, visitor, who):
    visitor.sign_in(town[who]).read_in("en")
    home = OWN if who == "own" else f"/volunteers/{town['helper'].id}/home"
    assert "Byeollae-dong · West Centre" in visitor.get(home).text


def test_staff_pass_whoever_moved_on_in_the_same_form(database, town_scope, town, visitor):
    _, there = town["centres"]
    visitor.sign_in(town["staff"])
    home = f"/volunteers/{town['helper'].id}/home"
    said = {"area_id": str(town["far"].id), "pass_on": "yes"}
    page = visitor.follow(visitor.post(home, said))
    assert page.status == 200
    assert of_centre(database, town_scope, town)[:2] == (there, there)
    visitor.sign_in(town["theirs"]).get(f"/volunteers/{town['helper'].id}")


def test_nobody_is_passed_on_in_silence_and_the_page_says_so(database, town_scope, town, visitor):
    here, there = town["centres"]
    visitor.sign_in(town["staff"]).read_in("en")
    visitor.post(f"/volunteers/{town['helper'].id}/home", {"area_id": str(town["far"].id)})
    assert of_centre(database, town_scope, town) == (here, here, [])
    theirs = f"/volunteers/{town['helper'].id}"
    page = visitor.get(theirs)
    assert "West Centre looks after the district they live in" in page.text
    visitor.post(f"{theirs}/pass-on", {}, on=theirs)
    assert of_centre(database, town_scope, town)[:2] == (there, there)
    with database.reading(town_scope) as session:
        kept = session.scalars(select(Responsibility).where(Responsibility.until_at.is_(None)))
        of_helper = [each for each in kept if each.person_id == town["helper"].id]
        assert [each.centre_id for each in of_helper] == [there]


def test_pressing_twice_or_once_they_live_here_again_passes_nobody_on_twice(
    database, town_scope, town, visitor
):
    here, there = town["centres"]
    home, theirs = (f"/volunteers/{town['helper'].id}{end}" for end in ("/home", ""))
    visitor.sign_in(town["staff"])
    visitor.post(home, {"area_id": str(town["far"].id)})
    press = f"{theirs}/pass-on"
    early, late = (visitor.get(theirs).fields(press) for _ in range(2))
    visitor.post(home, {"area_id": str(town["near"].id)})
    visitor.send(press, early)
    assert of_centre(database, town_scope, town)[:2] == (here, here)
    visitor.post(home, {"area_id": str(town["far"].id)})
    visitor.send(press, late)
    visitor.send(press, late)
    assert of_centre(database, town_scope, town)[:2] == (there, there)
    with database.reading(town_scope) as session:
        moved = select(TimelineEntry).where(TimelineEntry.kind == EntryKind.CENTRE_CHANGED)
        assert len(session.scalars(moved).all()) == 1


def test_whoever_said_it_themself_is_rung_by_the_centre_they_have(
    database, town_scope, town, visitor
):
    here, _there = town["centres"]
    visitor.sign_in(town["own"])
    visitor.post(OWN, {"area_id": str(town["far"].id)})
    centre_id, _, calls = of_centre(database, town_scope, town)
    assert centre_id == here
    assert [(each.kind, each.centre_id) for each in calls] == [(CallTaskKind.CONFIRM_MOVE, here)]


def test_a_resident_who_helps_stays_with_the_centre_of_their_case(
    database, town_scope, town, visitor
):
    """Only as a helper are they passed on; the case changes hands by its own way."""
    here, there = town["centres"]
    with database.writing(town_scope) as session:
        helper = session.get_one(Person, town["helper"].id)
        session.add(
            PersonRole(
                town_id=helper.town_id, person_id=helper.id, role=Role.RESIDENT, from_on=TODAY
            )
        )
    visitor.sign_in(town["staff"])
    home = f"/volunteers/{town['helper'].id}/home"
    visitor.post(home, {"area_id": str(town["far"].id), "pass_on": "yes"})
    assert of_centre(database, town_scope, town)[:2] == (there, here)


def test_the_staff_page_asks_no_more_after_many_moves_and_districts(
    database, town_scope, town, visitor
):
    home = f"/volunteers/{town['helper'].id}/home"
    visitor.sign_in(town["staff"])
    visitor.get(home)
    with count_queries(database) as few:
        visitor.get(home)
    for _ in range(3):
        visitor.post(home, {"area_id": str(town["far"].id)})
    with database.writing(town_scope) as session:
        for number in range(6):
            an_area(session, name=f"{number}동", covered_by=a_centre(session))
    with count_queries(database) as many:
        visitor.get(home)
    assert many.total == few.total


@pytest.mark.parametrize("end", ["they live here again", "passed on", "lives elsewhere again"])
def test_nobody_rings_about_a_move_that_is_settled(database, town_scope, town, visitor, end):
    visitor.sign_in(town["own"])
    visitor.post(OWN, {"area_id": str(town["far"].id)})
    theirs = f"/volunteers/{town['helper'].id}"
    if end == "passed on":
        visitor.sign_in(town["staff"])
        visitor.post(f"{theirs}/pass-on", {}, on=theirs)
    elif end == "they live here again":
        visitor.sign_in(town["staff"])
        visitor.post(f"{theirs}/home", {"area_id": str(town["near"].id)})
    else:
        visitor.post(OWN, {"area_id": str(town["far"].id)})
    calls = sorted(each.status for each in of_centre(database, town_scope, town)[2])
    again = [CallTaskStatus.OPEN] if end == "lives elsewhere again" else []
    assert calls == [CallTaskStatus.CANCELLED, *again]


def test_whoever_was_moved_by_staff_to_another_such_district_is_rung_still(
    database, town_scope, town, visitor
):
    with database.writing(town_scope) as session:
        farther = an_area(session, name="와부읍", covered_by=a_centre(session, name="남부센터"))
    visitor.sign_in(town["own"])
    visitor.post(OWN, {"area_id": str(town["far"].id)})
    visitor.sign_in(town["staff"])
    home = f"/volunteers/{town['helper'].id}/home"
    visitor.post(home, {"area_id": str(farther.id)})
    [call] = of_centre(database, town_scope, town)[2]
    assert call.status is CallTaskStatus.OPEN
