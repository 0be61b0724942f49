"""What somebody wrote is kept before it is understood, and outlives whatever fails after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from models import Alert, CallTask, ContactPoint, InboundMessage, Message, Person
from tests.factories.people import a_resident
from tests.jobs.conftest import BY
from tests.jobs.test_one_bad_row import spoil
from tests.jobs.test_whose_answer import write

pytestmark = pytest.mark.usefixtures("caplog")


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def asked(town):
    """The resident has been asked, and waits to be understood."""
    town.work(timedelta(minutes=10))
    assert town.slot_status is SlotStatus.WAITING
    return town


def sealed_person(town):
    """No key opens the resident's name any more."""
    spoil(town.database, Person.called, town.resident_id)


def sealed_number(town):
    """No key opens the resident's number any more."""
    (point,) = [each for each in town.rows(ContactPoint) if each.person_id == town.resident_id]
    spoil(town.database, ContactPoint.value, point.id)


@pytest.mark.parametrize("broken", [sealed_person, sealed_number])
def test_a_call_for_help_nobody_can_file_is_kept_and_reaches_a_person(asked, broken):
    number = asked.phone_of(asked.resident_id)
    broken(asked)

    row = write_from(asked, number, "2")

    assert (row.meaning, row.needs_review) == (ReplyMeaning.HELP, True)
    (kept,) = asked.rows(InboundMessage)
    assert (kept.body, kept.reviewed_at) == ("2", None)
    assert "help_asked" in {alert.kind.value for alert in asked.rows(Alert)}
    assert f"review:{row.id}" in {task.dedup_key for task in asked.rows(CallTask)}


def test_the_same_text_told_again_after_that_is_one_row(asked):
    number = asked.phone_of(asked.resident_id)
    sealed_person(asked)

    first, second = (write_from(asked, number, "2") for _ in range(2))

    assert first.id == second.id
    assert len(asked.rows(InboundMessage)) == 1


def test_one_broken_record_leaves_the_answers_of_others_understood(asked):
    with asked.database.writing(asked.scope) as session:
        other = a_resident(session, name="박여울")
    sealed_person(asked)
    write(asked, other.id, "STOP", sid="other")

    stopped = [point for point in asked.rows(ContactPoint) if point.opted_out_at is not None]
    assert [point.person_id for point in stopped] == [other.id]


def write_from(town, number, body):
    """The network tells us what was written, from a number we may not be able to read."""
    scope = town.scope
    with town.database.writing(scope) as session:
        text = IncomingText(provider="memory", provider_sid="a", from_number=number, body=body)
        return record_inbound(session, town_id=scope.town_id, text=text, by=BY, now=town.clock())


@pytest.mark.parametrize("broken", [sealed_person, sealed_number])
def test_a_key_that_calls_for_help_is_kept_and_reaches_a_person(asked, broken):
    broken(asked)

    assert [press(asked, "2") for _ in range(2)] == [ReplyMeaning.HELP] * 2

    (kept,) = asked.rows(InboundMessage)
    assert (kept.body, kept.slot_id, kept.reviewed_at) == ("2", asked.slot.id, None)
    assert "help_asked" in {alert.kind.value for alert in asked.rows(Alert)}
    assert asked.rows(CallTask)


def press(town, key):
    """The network tells us which key was pressed in the call about today's check-in."""
    with town.database.writing(town.scope) as session:
        wanted = select(Message).where(Message.kind == MessageKind.CHECK_IN)
        return record_keypress(
            session, message=session.scalars(wanted).one(), provider="memory", call_sid="c",
            key=key, by=BY, now=town.clock(),
        )  # fmt: skip
