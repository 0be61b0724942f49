"""A resident moves: whoever is asked for them, or helps them, hears so, and nobody goes too far."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.people import StartsFrom
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.move_household import Home
from hopecare.services.move_residents import move_residents
from models import Asking, CallTask, Case, Message, Offer, Person
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, an_area
from tests.factories.volunteers import HOME, neighbours
from tests.factories.weekly import a_missed_week, a_weekly_task

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(minutes=5)
NEAR = (HOME.lat + 0.002, HOME.lon)
FAR = (HOME.lat + 0.9, HOME.lon)


def move(session, need, point, *, now=LATER):
    """To another district, at this place."""
    person = session.get_one(Person, session.get_one(Case, need.case_id).resident_id)
    home = Home(area_id=an_area(session, name="별내동").id, address="새집 3", point=point)
    return move_residents(session, [person], home, by=BY, now=now)


def told(session, person):
    found = select(Message.body).where(Message.to_person_id == person.id)
    return [body for body in session.scalars(found) if body]


def test_whoever_would_go_too_far_now_is_let_go_and_a_yes_is_in_vain(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    deliver_questions(session)
    move(session, need, FAR)

    assert offer.status is OfferStatus.STOOD_DOWN
    assert any("바뀌" in body for body in told(session, helper))
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert answered.result is OfferResult.CHANGED


def test_whoever_lives_near_enough_is_asked_anew_with_the_new_district(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    offer = an_offer(session, need, helper)
    deliver_questions(session)
    move(session, need, NEAR)

    assert offer.status is OfferStatus.STANDING
    _, anew = sorted(told(session, helper), key=lambda body: "바뀌었어요" in body)
    assert "별내동" in anew
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert answered.result is OfferResult.YOURS


def test_a_question_that_has_not_left_names_the_new_district(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    an_offer(session, need, helper)
    move(session, need, NEAR)
    assert "별내동" in told(session, helper)[-1]


def test_the_next_wave_is_due_at_once_and_looks_around_the_new_home(session):
    neighbours(session, 3)
    need = a_need(session)
    an_asking(session, need)
    move(session, need, FAR)
    assert {offer.status for offer in offers_of(session, need)} == {OfferStatus.STOOD_DOWN}
    assert session.scalars(select(Asking.next_wave_at)).one() <= LATER


@pytest.mark.parametrize(("point", "is_rung"), [(NEAR, False), (FAR, True)])
def test_whoever_helps_hears_of_the_new_address_and_is_rung_where_it_is_far(
    session, point, is_rung
):
    [helper] = neighbours(session, 1)
    task = a_weekly_task(session, helper)
    move(session, task, point)

    assert task.status is TaskStatus.ACTIVE
    assert sum("이사하셨어요" in body for body in told(session, helper)) == 1
    assert bool(session.scalars(select(CallTask.id)).all()) is is_rung


def test_a_second_move_is_told_too(session):
    [helper] = neighbours(session, 1)
    task = a_weekly_task(session, helper)
    for point in (NEAR, FAR):
        move(session, task, point)
    assert sum("이사하셨어요" in body for body in told(session, helper)) == 2


def test_whoever_is_asked_for_a_missed_day_is_followed_too(session):
    people = neighbours(session, 4)
    task = a_weekly_task(session, people[0])
    missed = a_missed_week(session, task)
    asked = select(Offer).where(Offer.need_id == missed.cover_need_id)
    offers = session.scalars(asked).all()
    move(session, task, FAR)
    assert {offer.status for offer in offers} == {OfferStatus.STOOD_DOWN}


def test_somebody_who_was_asked_by_hand_after_the_move_may_go_as_far_as_they_like(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    move(session, need, FAR)
    offer = an_offer(session, need, helper, now=LATER + timedelta(minutes=1))
    then = LATER + timedelta(minutes=2)
    assert answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=then).result is (
        OfferResult.YOURS
    )


@pytest.mark.parametrize("starts_from", StartsFrom)
def test_whoever_helps_others_too_is_asked_around_the_new_home(session, starts_from):
    [helper] = neighbours(session, 1)
    profile = profile_of(session, helper.id)
    profile.starts_from = starts_from
    home = Home(area_id=an_area(session, name="별내동").id, address="새집 3", point=FAR)
    before = (profile.grid_lat, profile.grid_lon)
    move_residents(session, [helper], home, by=BY, now=LATER)

    assert (profile.grid_lat, profile.grid_lon) != before
    if starts_from is StartsFrom.HOME:
        assert profile.grid_lat == pytest.approx(FAR[0], abs=0.001)


def test_a_move_to_where_nothing_is_known_keeps_the_point_they_gave(session):
    [helper] = neighbours(session, 1)
    profile = profile_of(session, helper.id)
    before = (profile.grid_lat, profile.grid_lon)
    move_residents(session, [helper], Home(address="어딘가"), by=BY, now=LATER)
    assert (profile.grid_lat, profile.grid_lon) == before
