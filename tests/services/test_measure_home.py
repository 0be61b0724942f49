"""The point of a home is written down: nobody moves, and ways are measured from it from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.matching.distance import SQUARE_M, Point, distance_m
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import HouseholdMemberRole, StartsFrom
from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.households import find_membership
from hopecare.queries.places import find_household
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.join_as_volunteer import VolunteerWish
from hopecare.services.measure_home import HomeRead, measure_home
from models import Asking, CallTask, Case, HouseholdMember, Message, TimelineEntry
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_household, a_person
from tests.factories.towns import NOW, an_area
from tests.factories.volunteers import HOME, neighbours

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(minutes=5)
NEAR = (HOME.lat + 0.002, HOME.lon)
FAR = (HOME.lat + 0.3, HOME.lon)


def read_of(session, person_id):
    lived, home = find_membership(session, person_id), find_household(session, person_id)
    return HomeRead(lives_id=lived.id if lived else None, version=home.version if home else None)


def measure(session, person_id, point, *, read=None, now=LATER):
    read = read or read_of(session, person_id)
    return measure_home(session, person_id=person_id, point=point, read=read, by=BY, now=now)


def resident_of(session, need):
    return session.get_one(Case, need.case_id).resident_id


def told(session, person):
    found = select(Message.body).where(Message.to_person_id == person.id)
    return [body for body in session.scalars(found) if body]


def entries(session):
    measured = select(TimelineEntry).where(TimelineEntry.kind == EntryKind.HOUSEHOLD_MEASURED)
    return session.scalars(measured.order_by(TimelineEntry.id)).all()


def test_the_home_stays_the_same_and_has_its_point(session):
    resident_id = resident_of(session, a_need(session))
    home, lived = find_household(session, resident_id), find_membership(session, resident_id)
    assert home is not None
    before = (home.address, home.area_id, home.from_on)
    measure(session, resident_id, NEAR)

    assert find_membership(session, resident_id) is lived
    assert find_household(session, resident_id) is home
    assert (home.address, home.area_id, home.from_on) == before
    assert home.exact_point == {"lat": NEAR[0], "lon": NEAR[1]}
    assert distance_m(Point(home.grid_lat or 0, home.grid_lon or 0), Point(*NEAR)) < 100
    [entry] = entries(session)
    assert (entry.person_id, entry.subject_id, entry.by) == (resident_id, home.id, BY.code)


def test_everybody_who_lives_there_has_it_on_their_timeline(session):
    first, second = a_person(session), a_person(session, name="배마루")
    a_household(session, first, second, area=an_area(session))
    measure(session, first.id, NEAR)
    assert {each.person_id for each in entries(session)} == {first.id, second.id}


def test_the_same_point_again_changes_nothing(session):
    resident_id = resident_of(session, a_need(session))
    home = measure(session, resident_id, NEAR)
    version = home.version
    measure(session, resident_id, NEAR)
    assert (home.version, len(entries(session))) == (version, 1)


def test_a_home_that_was_measured_since_it_was_read_is_left(session):
    resident_id = resident_of(session, a_need(session))
    read = read_of(session, resident_id)
    home = measure(session, resident_id, NEAR)
    with pytest.raises(StaleVersionError):
        measure(session, resident_id, FAR, read=read)
    elsewhere = HomeRead(lives_id=None, version=home.version)
    with pytest.raises(StaleVersionError):
        measure(session, resident_id, FAR, read=elsewhere)
    assert home.exact_point == {"lat": NEAR[0], "lon": NEAR[1]}


def test_whoever_is_asked_and_lives_near_enough_hears_nothing(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    deliver_questions(session)
    measure(session, resident_of(session, need), NEAR)
    assert (offer.status, len(told(session, helper))) == (OfferStatus.STANDING, 1)


def test_whoever_would_go_farther_than_they_said_is_let_go_and_others_are_asked(session):
    neighbours(session, 3)
    need = a_need(session)
    an_asking(session, need)
    asked = offers_of(session, need)
    deliver_questions(session)
    measure(session, resident_of(session, need), FAR)

    assert {each.status for each in asked} == {OfferStatus.STOOD_DOWN}
    assert session.scalars(select(Asking.next_wave_at)).one() <= LATER
    answered = answer_offer(session, offer_id=asked[0].id, answer=YES, by=BY, now=LATER)
    assert answered.result is OfferResult.CHANGED


def test_whoever_goes_less_far_by_now_and_is_asked_still_may_say_yes(session):
    [helper] = neighbours(session, 1, first_m=150)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    change_volunteer(
        session, person_id=helper.id, version=profile_of(session, helper.id).version,
        wish=VolunteerWish(skills=(NeedKind.SIDE_DISHES,), radius_m=100),
        with_check=False, by=BY, now=NOW,
    )  # fmt: skip
    measure(session, resident_of(session, need), (HOME.lat - 0.002, HOME.lon))

    assert offer.status is OfferStatus.STANDING
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert answered.result is OfferResult.YOURS


@pytest.mark.parametrize("whose", ["resident", "helper"])
def test_whoever_helps_goes_on_and_nobody_is_rung_about_a_move(session, whose):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    task = a_task(session, need, helper)
    measure(session, helper.id if whose == "helper" else resident_of(session, need), FAR)
    assert task.status is TaskStatus.ACTIVE
    assert session.scalars(select(CallTask)).all() == []


@pytest.mark.parametrize("starts_from", StartsFrom)
def test_a_volunteer_is_asked_around_it_by_the_place_they_chose(session, starts_from):
    [helper] = neighbours(session, 1)
    profile = profile_of(session, helper.id)
    profile.starts_from = starts_from
    measure(session, helper.id, FAR)

    place = Point(profile.grid_lat or 0, profile.grid_lon or 0)
    if starts_from is StartsFrom.HOME:
        assert distance_m(place, Point(*FAR)) < 100
    if starts_from is StartsFrom.SQUARE:
        assert 0 < distance_m(place, Point(*FAR)) < SQUARE_M
    if starts_from is StartsFrom.DISTRICT:
        assert distance_m(place, Point(*FAR)) > SQUARE_M


def test_what_a_volunteer_is_asked_and_is_too_far_by_now_is_let_go(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    deliver_questions(session)
    measure(session, helper.id, FAR)
    assert offer.status is OfferStatus.STOOD_DOWN
    assert "끝났어요" in told(session, helper)[-1]


def test_where_no_home_was_written_down_it_is_with_its_point(session):
    person = a_person(session)
    person.area_id = an_area(session).id
    home = measure(session, person.id, NEAR)
    assert (home.area_id, home.exact_point) == (person.area_id, {"lat": NEAR[0], "lon": NEAR[1]})
    [member] = session.scalars(select(HouseholdMember)).all()
    assert (member.person_id, member.household_id) == (person.id, home.id)
    assert member.role is HouseholdMemberRole.HEAD
