"""Whoever was alarmed hears that all is well, however the alarm reached them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import steps_written
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.end_check_in import end_check_in
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_reply import record_reply
from models import CheckInPlan, ContactPoint, Message, Person
from notifications.folding import FOLDED
from notifications.outbox import put
from tests.domain.test_ladders import ladder
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder
from tests.jobs.test_whose_answer import write


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def keyholder(town):
    """A keyholder who is asked to look in after ten minutes."""
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="한빛", phone=a_phone())
        a_keyholder(town, session, person, position=1)
        steps = steps_written(ladder(("keyholder", 10), ("coordinator", 90)))
        session.get_one(CheckInPlan, town.plan_id).steps = steps
    return person


def climb(town):
    town.work(timedelta(minutes=10))
    town.work(timedelta(minutes=11))
    town.work()


def without_a_telephone(town, person):
    """Staff bring them the words, by whatever way there is."""
    with town.database.writing(town.scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == person.id)
        session.delete(session.scalars(points).one())


def cleared(town, person):
    found = [each for each in town.messages if each.kind is MessageKind.ALL_CLEAR]
    return [each for each in found if each.to_person_id == person.id]


def calls_to(town, person):
    return [each for each in town.call_tasks if each.person_id == person.id]


def test_who_was_rung_in_place_of_a_text_is_rung_with_the_all_clear_too(town, keyholder):
    without_a_telephone(town, keyholder)
    climb(town)
    (rung,) = calls_to(town, keyholder)
    with town.database.writing(AllTowns()) as session:
        finish_call_task(
            session, task_id=rung.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
        )
    write(town, town.resident_id)
    town.work()
    assert len(cleared(town, keyholder)) == 1
    assert len(calls_to(town, keyholder)) == 2


def test_who_has_not_been_rung_yet_hears_neither(town, keyholder):
    without_a_telephone(town, keyholder)
    climb(town)
    write(town, town.resident_id)
    town.work()
    assert cleared(town, keyholder) == []


def test_an_all_clear_that_does_not_arrive_is_told_by_telephone(town, keyholder):
    climb(town)
    write(town, town.resident_id)
    town.work()
    (clear,) = cleared(town, keyholder)
    with town.database.writing(AllTowns()) as session:
        message = session.get_one(Message, clear.id)
        lost = DeliveryWord(
            status=MessageStatus.UNDELIVERED, code="bad_number", provider_code="30005", attempt=1
        )
        record_delivery(session, message=message, word=lost, by=BY, now=town.clock())
    assert len(calls_to(town, keyholder)) == 1


def test_who_read_of_several_alarms_in_one_text_hears_that_this_one_is_over(town, keyholder):
    climb(town)
    with town.database.writing(AllTowns()) as session:
        (alarm,) = session.scalars(
            select(Message).where(
                Message.kind == MessageKind.ALERT, Message.to_person_id == keyholder.id
            )
        )
        put(session, alarm, MessageStatus.STOPPED, at=town.clock(), code=FOLDED)
    write(town, town.resident_id)
    town.work()
    assert len(cleared(town, keyholder)) == 1


def answers(town, meaning):
    """On their page, or by a key."""
    with town.database.writing(town.scope) as session:
        slot, resident_id = slot_by_id(session, town.slot.id), town.resident_id
        record_reply(
            session, slot=slot, meaning=meaning, from_person_id=resident_id, by=BY, now=town.clock()
        )
    town.work(timedelta(minutes=1))


def staff_end(town):
    with town.database.writing(town.scope) as session:
        end_check_in(
            session, slot=slot_by_id(session, town.slot.id), ended_by=AlertEnd.ALL_CLEAR,
            note=None, by=BY, now=town.clock(),
        )  # fmt: skip
    town.work(timedelta(minutes=1))


def test_who_is_alarmed_again_after_an_all_clear_hears_the_second_one_too(town, keyholder):
    climb(town)
    town.work(timedelta(minutes=91))
    town.work(timedelta(minutes=1))
    staff = the_coordinator(town)
    answers(town, ReplyMeaning.FINE)
    assert (len(cleared(town, staff)), len(cleared(town, keyholder))) == (1, 1)
    answers(town, ReplyMeaning.HELP)
    assert len(cleared(town, staff)) == 1
    for _ in range(2):
        staff_end(town)
    assert (len(cleared(town, staff)), len(cleared(town, keyholder))) == (2, 1)
    assert town.texts_to(staff.id)[-1] == cleared(town, staff)[-1].body


def the_coordinator(town):
    with town.database.reading(AllTowns()) as session:
        return session.get_one(Person, town.coordinator_id)
