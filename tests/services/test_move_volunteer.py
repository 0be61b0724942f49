"""A volunteer moves: what they are asked for or hold is looked at from where they live now."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.identity import Identity
from hopecare.domain.matching.distance import SQUARE_M, Point, distance_m
from hopecare.domain.matching.proposals import ProposalStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import StartsFrom
from hopecare.domain.roles import Role
from hopecare.errors import StaleVersionError
from hopecare.queries.households import find_membership
from hopecare.queries.volunteers import profile_of
from hopecare.services.confirm_proposals import confirm_proposals
from hopecare.services.join_as_volunteer import VolunteerWish, join_as_volunteer
from hopecare.services.move_household import Home
from hopecare.services.move_volunteer import move_volunteer
from models import Asking, CallTask, Message
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task, an_offer
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
