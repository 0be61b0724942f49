"""A check-in that was skipped, expired, held or lost is never the end: a person rings that day."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.queries.messages import find_message
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import CheckInPlan, CheckInSlot, ContactSafetyRule
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Failure, SendResult
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY

AT_TEN_PAST = timedelta(minutes=10)
SEOUL = ZoneInfo("Asia/Seoul")


def skipped(town):
    """The worker slept past the grace."""
    town.work(timedelta(hours=3))


def expired(town):
    """The network took nothing until the question was too late."""
    town.calls = MemoryNetwork(*[SendResult(answer=Answer.TRY_LATER)] * 60)
    for _ in range(30):
        town.work(AT_TEN_PAST)


def held(town):
    """It is unsafe to ring them."""
    with town.database.writing(town.scope) as session:
        session.add(
            ContactSafetyRule(
                town_id=town.scope.town_id, person_id=town.resident_id, from_on=TODAY,
                forbidden=True,
            )
        )  # fmt: skip
    town.work(AT_TEN_PAST)


def refused(town):
    """The network will never send it."""
    town.calls = MemoryNetwork(
        SendResult(answer=Answer.REFUSED, failure=Failure.BAD_NUMBER, provider_code="21211")
    )
    town.work(AT_TEN_PAST)


def undelivered(town):
    """It was taken, and came back."""
    town.work(AT_TEN_PAST)
    assert town.slot_status == SlotStatus.WAITING
    with town.database.writing(AllTowns()) as session:
        message = find_message(session, town.calls.sent[-1].message_id, alone=True)
        assert message is not None
        word = DeliveryWord(status=MessageStatus.UNDELIVERED, code=Failure.UNREACHABLE.value)
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())


@pytest.mark.parametrize("happens", [skipped, expired, held, refused, undelivered])
def test_a_person_owes_a_call_the_same_day(town, happens):
    happens(town)

    assert town.slot_status == SlotStatus.NOT_ASKED
    assert town.slot.next_rung_at is None
    (call,) = [task for task in town.call_tasks if task.kind is CallTaskKind.NOT_ASKED]
    assert (call.status, call.person_id) == (CallTaskStatus.OPEN, town.resident_id)
    assert call.due_at.astimezone(SEOUL).date() == town.clock().astimezone(SEOUL).date()
    assert "slot_answered" not in town.story
    assert town.story.count("slot_not_asked") == 1


@pytest.mark.parametrize("happens", [skipped, expired, held, refused, undelivered])
def test_the_board_counts_it_as_not_asked_and_never_as_answered(town, happens, database, visitor):
    happens(town)
    with database.writing(town.scope) as session:
        account = a_staff_account(session)
    board = visitor.sign_in(account).get("/check-ins")
    stats = {
        "".join(each.itertext()).strip()
        for each in board.find_all("a")
        if "stat" in each.get("class", "")
    }
    assert any(text.startswith("1") and "Could not be asked" in text for text in stats)
    assert not any("Answered" in text for text in stats)


def test_late_in_the_evening_it_is_still_the_same_day(town):
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.next_due_at = NOW + timedelta(hours=10)
        plan.grace_minutes = 30
    town.work(timedelta(hours=13, minutes=30))

    calls = [task for task in town.call_tasks if task.kind is CallTaskKind.NOT_ASKED]
    (due_at,) = {task.due_at.astimezone(SEOUL) for task in calls}
    assert due_at.date() == town.clock().astimezone(SEOUL).date()
    assert due_at > town.clock()


def test_a_lost_question_is_one_call_a_person_and_day_however_many_there_were(town):
    with town.database.writing(town.scope) as session:
        other = a_resident(session, name="남온새")
        assert other.id != town.resident_id
    town.work(timedelta(days=2, hours=6))

    assert len(town.rows(CheckInSlot)) == 3
    assert len([task for task in town.call_tasks if task.kind is CallTaskKind.NOT_ASKED]) == 1
