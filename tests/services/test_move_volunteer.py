"""A volunteer moves: what they are asked for or hold is looked at from where they live now."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.identity import Identity
from hopecare.domain.matching.distance import SQUARE_M, Point, distance_m, moved
from hopecare.domain.matching.proposals import ProposalStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import StartsFrom
from hopecare.domain.roles import Role
from hopecare.errors import StaleVersionError
from hopecare.queries.cases import case_by_id
from hopecare.queries.households import find_membership
from hopecare.queries.own_pages import offer_view
from hopecare.queries.volunteers import person_by_id, profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.confirm_proposals import confirm_proposals
from hopecare.services.join_as_volunteer import VolunteerWish, join_as_volunteer
from hopecare.services.move_household import Home
from hopecare.services.move_volunteer import move_volunteer
from hopecare.services.write_workplace import write_workplace
from models import Asking, CallTask, Message
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_resident
from tests.factories.proposals import a_list, pairs_in
from tests.factories.towns import NOW, a_centre, an_area
from tests.factories.volunteers import HOME, neighbours

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(minutes=5)
NEAR = (HOME.lat + 0.002, HOME.lon)
FAR = (HOME.lat + 0.9, HOME.lon)


def move(session, helper, point, *, name="별내동", now=LATER):
    home = Home(area_id=an_area(session, name=name).id, address="새집 3", point=point)
    lived = find_membership(session, helper.id)
    lives_id = lived.id if lived else None
    return move_volunteer(
        session, person_id=helper.id, lives_id=lives_id, home=home, by=BY, now=now
    )


def told(session, person):
    found = select(Message.body).where(Message.to_person_id == person.id)
    return [body for body in session.scalars(found) if body]


def calls_to(session, person):
    return session.scalars(select(CallTask).where(CallTask.person_id == person.id)).all()


@pytest.mark.parametrize("starts_from", StartsFrom)
def test_they_are_asked_around_the_new_home_by_the_place_they_chose(session, starts_from):
    [helper] = neighbours(session, 1)
    profile = profile_of(session, helper.id)
    profile.starts_from = starts_from
    move(session, helper, FAR)

    place = Point(profile.grid_lat or 0, profile.grid_lon or 0)
    assert profile.starts_from is starts_from
    if starts_from is StartsFrom.HOME:
        assert distance_m(place, Point(*FAR)) < 100
    if starts_from is StartsFrom.SQUARE:
        assert 0 < distance_m(place, Point(*FAR)) < SQUARE_M
    if starts_from is StartsFrom.DISTRICT:
        assert distance_m(place, Point(*FAR)) > SQUARE_M


def test_what_would_be_too_far_by_now_is_let_go_kindly_and_others_are_asked(session):
    people = neighbours(session, 3)
    need = a_need(session)
    an_asking(session, need)
    first = offers_of(session, need)[0]
    helper = next(each for each in people if each.id == first.helper_id)
    deliver_questions(session)
    move(session, helper, FAR)

    assert first.status is OfferStatus.STOOD_DOWN
    assert "끝났어요" in told(session, helper)[-1]
    assert session.scalars(select(Asking.next_wave_at)).one() <= LATER
    assert {each.status for each in offers_of(session, need)[1:]} <= {OfferStatus.STANDING}


def test_what_is_near_enough_still_stands_and_nobody_is_told_anything(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    deliver_questions(session)
    move(session, helper, NEAR)

    assert offer.status is OfferStatus.STANDING
    assert len(told(session, helper)) == 1


@pytest.mark.parametrize(("point", "rung"), [(NEAR, 0), (FAR, 1)])
def test_whoever_helps_goes_on_and_is_rung_where_it_is_far_by_now(session, point, rung):
    [helper] = neighbours(session, 1)
    task = a_task(session, a_need(session), helper)
    move(session, helper, point)

    assert task.status is TaskStatus.ACTIVE
    assert len(calls_to(session, helper)) == rung


def test_somebody_proposed_who_moved_too_far_is_not_asked(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    made = a_list(session)
    [proposed] = pairs_in(session, made)
    move(session, helper, FAR)
    came = confirm_proposals(
        session, list_id=made.id, need_id=need.id, version=made.version, by=BY, now=LATER
    )
    assert (came.asked, proposed.status) == (0, ProposalStatus.GONE)
    assert offers_of(session, need) == []


def test_whoever_moved_since_the_page_was_read_is_not_moved_back(session):
    [helper] = neighbours(session, 1)
    move(session, helper, FAR)
    home = Home(area_id=an_area(session, name="도농동").id)
    with pytest.raises(StaleVersionError):
        move_volunteer(session, person_id=helper.id, lives_id=None, home=home, by=BY, now=LATER)


def test_a_resident_who_also_helps_is_followed_in_both(session):
    helper = a_resident(session, name="나래", centre=a_centre(session))
    wish = VolunteerWish(skills=(NeedKind.SIDE_DISHES,))
    join_as_volunteer(session, person_id=helper.id, wish=wish, by=BY, now=NOW)
    offer = an_offer(session, a_need(session), helper)
    own = a_case(session, resident=helper)
    by = Identity(
        account_id=uuid4(),
        person_id=helper.id,
        town_id=helper.town_id,
        centre_id=None,
        roles=frozenset({Role.VOLUNTEER}),
        language="ko",
    )
    home = Home(area_id=an_area(session, name="별내동").id, point=FAR)
    lived = find_membership(session, helper.id)
    lives_id = lived.id if lived else None
    move_volunteer(session, person_id=helper.id, lives_id=lives_id, home=home, by=by, now=LATER)

    assert offer.status is OfferStatus.STOOD_DOWN
    [call] = calls_to(session, helper)
    assert call.case_id == own.id


def themself(helper):
    return Identity(
        account_id=uuid4(),
        person_id=helper.id,
        town_id=helper.town_id,
        centre_id=None,
        roles=frozenset({Role.VOLUNTEER}),
        language="ko",
    )


def move_themself(session, helper, area, *, address=None, point=None):
    home = Home(area_id=area.id, address=address, point=point)
    lived = find_membership(session, helper.id)
    return move_volunteer(
        session,
        person_id=helper.id,
        lives_id=lived.id if lived else None,
        home=home,
        by=themself(helper),
        now=LATER,
    )


def read(session, helper, offer):
    """What their page of the request says: whether it stands, and whether a yes would count."""
    view = offer_view(session, profile_of(session, helper.id), offer.id, now=LATER)
    return offer.status, view is not None and view.is_open


def test_whoever_types_addresses_learns_of_none_that_a_resident_lives_there(session):
    """Nothing on the page tells the right building from a wrong one; a yes is refused as ever."""
    [helper] = neighbours(session, 1)
    need = a_need(session)
    resident = person_by_id(session, case_by_id(session, need.case_id).resident_id)
    resident.nobody_of_building = True
    offer = an_offer(session, need, helper)
    area = an_area(session, name="별내동")
    change_themself(session, helper, radius_m=20_000)
    read_at = []
    for address in ("새집 3", "경기도 남양주시 가람로 1, 202호", "새집 4"):
        move_themself(session, helper, area, address=address)
        read_at.append(read(session, helper, offer))
    assert read_at == [(OfferStatus.STANDING, True)] * 3
    move_themself(session, helper, area, address="경기도 남양주시 가람로 1, 202호")
    came = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert came.result is OfferResult.OVER


def test_whoever_tries_names_of_workplaces_learns_of_none_that_a_resident_works_there(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    resident = person_by_id(session, case_by_id(session, need.case_id).resident_id)
    resident.nobody_of_workplace = True
    write_workplace(resident, "누리식품")
    offer = an_offer(session, need, helper)
    read_at = []
    for name in ("한빛상사", "누리식품"):
        change_themself(session, helper, workplace=name)
        read_at.append(read(session, helper, offer))
    assert read_at == [(OfferStatus.STANDING, True)] * 2


def test_whoever_moves_to_and_fro_with_a_shorter_way_each_time_measures_nothing(session):
    """By the band on the page alone: the exact way from the middle of a district stays unknown."""
    [helper] = neighbours(session, 1)
    offer = an_offer(session, a_need(session), helper)
    away = moved(HOME, north_m=1_500, east_m=0)
    there = an_area(session, name="별내동", lat=away.lat, lon=away.lon)
    here = an_area(session, name="도농동", lat=HOME.lat, lon=HOME.lon)
    for radius in (1_700, 1_600, 1_500, 1_400, 1_300, 1_200, 1_000):
        move_themself(session, helper, here)
        change_themself(session, helper, radius_m=radius)
        move_themself(session, helper, there)
        assert read(session, helper, offer) == (OfferStatus.STANDING, True), radius
    change_themself(session, helper, radius_m=900)
    assert offer.status is OfferStatus.STOOD_DOWN


def change_themself(session, helper, **other):
    return change_volunteer(
        session,
        person_id=helper.id,
        version=profile_of(session, helper.id).version,
        wish=VolunteerWish(skills=(NeedKind.SIDE_DISHES, NeedKind.COMPANION_VISIT), **other),
        with_check=False,
        by=themself(helper),
        now=LATER,
    )
