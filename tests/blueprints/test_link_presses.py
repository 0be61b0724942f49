"""A press that settles nothing: written down, at a person's pace, and what is used up stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.answer_links import OPENINGS_AN_HOUR, LinkAnswer
from hopecare.domain.care_path import AlertStatus, NeedStatus, OfferStatus, SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.services.lapse_offer import lapse_offer
from models import (
    Alert,
    AnswerLink,
    CallTask,
    CheckInPlan,
    CheckInSlot,
    MessageEvent,
    Need,
    Offer,
    TimelineEntry,
    VolunteerProfile,
)
from tests.blueprints.linked import LinkedTown
from tests.factories.cases import BY
from tests.factories.desk import an_alert
from tests.factories.towns import NOW
from tests.plugins.pages import Visitor


@pytest.fixture
def town(make_app, database, town_scope):
    return LinkedTown(make_app(database), database, town_scope)


@pytest.fixture
def phone(town):
    """A telephone that has never been here."""
    visitor = Visitor(town.app)
    visitor.client.delete_cookie("language")
    return visitor


def test_what_does_not_settle_the_check_in_uses_the_link_up_too(town, phone):
    path = town.link_to(town.ask(carer=True))
    with town.writing() as session:
        plan = session.get_one(CheckInPlan, town.one(CheckInPlan).id)
        plan.answer_of = AnswererKind.RESIDENT
    before = len(town.rows(TimelineEntry))
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.FINE.value

    assert phone.send(path, form, status=200).h1 == "고마워요. 적어 두었어요"
    for _ in range(OPENINGS_AN_HOUR + 9):
        assert phone.client.post(path, data=form).status_code == 303

    assert phone.client.get(path).status_code == 429
    town.clock.advance(timedelta(hours=2))
    assert phone.get(path).h1 == "고마워요. 적어 두었어요"
    assert town.one(CheckInSlot).status is SlotStatus.WAITING
    assert town.one(AnswerLink).answer is LinkAnswer.FINE
    assert len(town.rows(TimelineEntry)) == before + 1


def test_a_press_settles_the_older_silent_day_as_a_text_does(town, phone):
    asked = town.ask()
    town.text_to(asked)
    with town.writing() as session:
        old = session.get_one(CheckInSlot, town.one(CheckInSlot).id)
        old.status, old.next_rung_at = SlotStatus.SILENT, None
        an_alert(session, town.resident, kind=AlertKind.SILENCE).slot_id = old.id
    town.clock.advance(timedelta(days=1))
    ask_due_check_ins(town.tools)
    path = town.link_to(asked)
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.FINE.value

    phone.send(path, form)

    assert [slot.status for slot in town.rows(CheckInSlot)] == [SlotStatus.ANSWERED] * 2
    assert town.one(Alert).status is AlertStatus.RESOLVED


def is_full(session, town):
    for profile in session.scalars(select(VolunteerProfile)):
        profile.max_active = 0


def is_over(session, town):
    need = session.get_one(Need, town.one(Need).id)
    need.status, need.ended_at = NeedStatus.ENDED, NOW


@pytest.mark.parametrize(("happens", "code"), [(is_full, "link_full"), (is_over, "link_too_late")])
def test_an_offer_pressed_in_vain_is_written_down_at_a_persons_pace(town, phone, happens, code):
    (helper,) = town.offer()
    path = town.link_to(helper)
    with town.writing() as session:
        happens(session, town)

    for _ in range(OPENINGS_AN_HOUR + 5):
        assert phone.client.post(path, data={"answer": "yes"}).status_code == 200

    codes = [event.code for event in town.rows(MessageEvent)]
    assert codes.count(code) == OPENINGS_AN_HOUR
    assert town.one(Offer).status is OfferStatus.STANDING


def test_a_no_on_a_page_left_open_after_a_yes_is_a_question_for_a_person(town, phone):
    (helper,) = town.offer()
    path = town.link_to(helper)
    form = phone.get(path).fields(path)
    form["answer"] = "yes"
    phone.send(path, form)

    form["answer"] = "no"
    page = phone.send(path, form, status=200)

    assert page.h1 == "이 일은 아직 맡고 계세요"
    assert town.one(Offer).status is OfferStatus.ACCEPTED
    assert [each.person_id for each in town.rows(CallTask)] == [helper.id]


def test_a_no_on_a_page_left_open_counts_after_the_time_too(town, phone):
    (helper,) = town.offer()
    path = town.link_to(helper)
    form = phone.get(path).fields(path)
    with town.writing() as session:
        offer = town.one(Offer)
        lapse_offer(session, offer_id=offer.id, by=BY, now=offer.lapses_at)

    form["answer"] = "no"
    page = phone.follow(phone.send(path, form))

    assert page.h1 == "괜찮아요"
    assert town.one(Offer).status is OfferStatus.DECLINED
