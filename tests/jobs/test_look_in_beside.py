"""Whoever is asked to look in is asked something else as well: each answer finds its question."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import OfferStatus, SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.ladders import steps_written
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import Centre, CheckInPlan, CheckInSlot, Offer, RungClimbed
from tests.domain.test_ladders import ladder
from tests.factories.cases import a_case, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_consent, a_phone, a_resident, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_look_ins import answer_fine, write
from tests.jobs.test_ways_of_reaching import a_keyholder

GOING, CANNOT, FOUND_WELL, NEEDS_HELP = LookInAnswer


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def keyholder(town):
    """One who agreed to look in, asked ten minutes after the question."""
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="한빛", phone=a_phone())
        a_keyholder(town, session, person)
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.steps = steps_written(ladder(("keyholder", 10), ("coordinator", 90)))
    return person


def is_offered_help(town, person):
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).first()
        other = a_resident(session, centre=centre, name="박보리", phone=a_phone())
        an_offer(session, a_need(session, case=a_case(session, resident=other)), person)


def is_asked_too(town, person, *, at=time(10, 6)):
    with town.database.writing(town.scope) as session:
        for purpose in (ConsentPurpose.CHECK_INS, ConsentPurpose.KEEP_RECORD):
            a_consent(session, person, purpose)
        wish = CheckInWish(local_time=at)
        plan_check_ins(session, person_id=person.id, wish=wish, by=BY, now=town.clock())


def is_asked_to_look_in(town):
    town.work(timedelta(minutes=10))
    town.work(timedelta(minutes=11))
    town.work()


def said(town):
    return [row.answer for row in town.rows(RungClimbed) if row.person_id]


def slot_of(town, person):
    return next(slot for slot in town.rows(CheckInSlot) if slot.person_id == person.id)


@pytest.mark.parametrize("also", [is_offered_help, is_asked_too])
@pytest.mark.parametrize(
    ("body", "answer"), [("1", GOING), ("2", CANNOT), ("3", FOUND_WELL), ("4", NEEDS_HELP)]
)
def test_a_number_belongs_to_the_door_they_were_asked_about_last(
    town, keyholder, also, body, answer
):
    also(town, keyholder)
    is_asked_to_look_in(town)
    row = write(town, keyholder, body)
    town.work()

    assert said(town) == [answer]
    assert not row.needs_review
    called = [alert.person_id for alert in town.alerts if alert.kind is not AlertKind.SILENCE]
    assert called == ([town.resident_id] if answer is NEEDS_HELP else [])
    if also is is_asked_too:
        assert slot_of(town, keyholder).status is SlotStatus.WAITING
    else:
        assert [offer.status for offer in town.rows(Offer)] == [OfferStatus.STANDING]


@pytest.mark.parametrize(
    ("body", "status"), [("1", SlotStatus.ANSWERED), ("2", SlotStatus.HELP_ASKED)]
)
def test_asked_how_they_are_since_the_number_says_how_they_are(town, keyholder, body, status):
    is_asked_too(town, keyholder, at=time(10, 25))
    is_asked_to_look_in(town)
    town.work(timedelta(minutes=10))
    write(town, keyholder, body)

    assert said(town) == [None]
    assert slot_of(town, keyholder).status is status


def test_trouble_at_the_door_is_heard_though_something_else_was_asked_since(town, keyholder):
    is_asked_too(town, keyholder, at=time(10, 25))
    is_asked_to_look_in(town)
    town.work(timedelta(minutes=10))
    row = write(town, keyholder, "4")

    assert said(town) == [NEEDS_HELP]
    assert not row.needs_review
    assert slot_of(town, keyholder).status is SlotStatus.WAITING


def test_trouble_is_heard_after_the_all_clear_beside_an_open_request(town, keyholder):
    is_offered_help(town, keyholder)
    is_asked_to_look_in(town)
    answer_fine(town)
    write(town, keyholder, "4")

    assert said(town) == [NEEDS_HELP]
    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]


@pytest.fixture
def second_door(town, keyholder):
    """Another resident whose keyholder is the same person."""
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).first()
        other = a_resident(session, centre=centre, name="박보리", phone=a_phone())
        wish = CheckInWish(local_time=time(10, 5))
        plan = plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=town.clock())
        plan.steps = steps_written(ladder(("keyholder", 10), ("coordinator", 90)))
        town_of_other = type("Other", (), {"scope": town.scope, "resident_id": other.id})
        a_keyholder(town_of_other, session, keyholder)
    return other


@pytest.mark.parametrize("body", ["1", "2", "3"])
def test_of_two_doors_none_is_guessed_and_nobody_is_alarmed_for_the_sender(
    town, keyholder, second_door, body
):
    is_asked_to_look_in(town)
    row = write(town, keyholder, body)
    town.work()

    assert said(town) == [None, None]
    assert row.needs_review
    assert row.meaning is ReplyMeaning.UNCLEAR or body == "1"
    assert town.alerts == []
    assert "알아듣지 못" in town.texts_to(keyholder.id)[-1]


def test_trouble_is_heard_at_both_doors(town, keyholder, second_door):
    is_asked_to_look_in(town)
    write(town, keyholder, "4")

    assert said(town) == [NEEDS_HELP, NEEDS_HELP]
    assert {alert.person_id for alert in town.alerts} == {town.resident_id, second_door.id}


def test_what_nobody_understood_is_said_to_whoever_is_asked_to_look_in(town, keyholder):
    is_asked_to_look_in(town)
    for body in ("지금 버스 안이에요", "길이 많이 막혀요"):
        assert write(town, keyholder, body).needs_review
        town.work()

    told = [text for text in town.texts_to(keyholder.id) if "알아듣지 못" in text]
    assert len(told) == 1
