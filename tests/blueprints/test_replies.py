"""Replies nobody guesses at: a person reads them, and they count as read."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.replies import ReplyMeaning
from models import CheckInSlot, ContactPoint, InboundMessage, Message, Person
from tests.factories.desk import a_message, a_reply, a_slot
from tests.factories.people import a_phone, a_resident
from tests.factories.towns import NOW
from tests.jobs.test_one_bad_row import spoil


@pytest.fixture
def asked(database, town_scope, centre):
    """A reply on the telephone of somebody with an open check-in."""
    with database.writing(town_scope) as session:
        number = a_phone()
        resident = a_resident(session, name="김다래", phone=number, centre=centre)
        slot = a_slot(session, resident)
        return a_reply(session, from_number=number, person=resident, body="밥 먹었어"), slot


def test_what_it_meant_answers_the_check_in(database, town_scope, staff, asked):
    reply, slot = asked
    path = f"/replies/{reply.id}"
    assert "밥 먹었어" in staff.get("/replies").main
    staff.post(path, {"meaning": "fine", "question": f"slot:{slot.id}"})
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInSlot, slot.id).status is SlotStatus.ANSWERED
        assert session.get_one(InboundMessage, reply.id).meaning is ReplyMeaning.FINE
    assert "No reply waits" in staff.get("/replies").main


def test_words_of_ours_that_no_key_opens_do_not_break_the_page(database, town_scope, staff, asked):
    reply, slot = asked
    with database.writing(town_scope) as session:
        person = session.get_one(Person, slot.person_id)
        own = select(ContactPoint.id).where(ContactPoint.person_id == person.id)
        told = {"contact_point_id": session.scalars(own).one(), "sent_at": NOW}
        a_message(session, person, body="whole words", **told)
        broken = a_message(session, person, body="lost words", **told)
    spoil(database, Message.body, broken.id)
    main = staff.get(f"/replies/{reply.id}").main
    assert "No key of ours opens these words." in main
    assert "whole words" in main
    assert "lost words" not in main


def test_words_that_do_not_fit_the_question_are_refused(staff, asked):
    reply, slot = asked
    wrong = {"meaning": "yes", "question": f"slot:{slot.id}"}
    page = staff.post(f"/replies/{reply.id}", wrong, status=422)
    assert "do not answer that question" in page.errors["question"]


def test_a_call_for_help_owes_a_call(staff, asked):
    reply, _slot = asked
    staff.post(f"/replies/{reply.id}", {"meaning": "help", "question": None})
    assert "김다래" in staff.get("/call-tasks").main


def test_an_unknown_number_leads_to_a_report(database, town_scope, staff):
    with database.writing(town_scope) as session:
        reply = a_reply(session, from_number=a_phone(), town_id=town_scope.town_id)
    page = staff.get(f"/replies/{reply.id}")
    assert any(link.startswith("/reports/new") for link in page.links)
