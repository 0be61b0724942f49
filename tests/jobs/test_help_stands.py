"""A call for help stands until a person ends it: no "I am fine" after it takes anything back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallTaskKind, KnockFound
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.call_words import answer_to_key
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.end_alarm import end_alarm
from hopecare.services.record_answer import record_answer
from models import CheckInPlan, InboundMessage, Message
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import AT_TEN_PAST, press, write_back
from tests.jobs.test_knocks import TO_ITS_TIME, TWO_HOURS, found, helper, knocking
from tests.jobs.test_look_ins import fall_silent, keyholders
from tests.jobs.test_look_ins import press as press_of

__all__ = ["helper", "keyholders", "knocking"]

pytestmark = pytest.mark.both_databases


def stands(town):
    """Whether somebody is still to ring, and whoever is on duty is told."""
    town.work()
    calls = [each.status for each in town.call_tasks if each.kind is CallTaskKind.HELP_ASKED]
    alerts = [alert.status for alert in town.alerts if alert.status is not AlertStatus.RESOLVED]
    told = town.texts_to(town.coordinator_id)
    return (
        town.slot_status is SlotStatus.HELP_ASKED
        and town.slot.answer is ReplyMeaning.HELP
        and calls == [CallTaskStatus.OPEN]
        and bool(alerts)
        and any("통화" in text or "도움" in text for text in told)
        and not [text for text in told if "연락이 되었" in text]
    )


def heard_after(town, meaning):
    with town.database.reading(AllTowns()) as session:
        asked = select(Message).where(
            Message.to_person_id == town.resident_id, Message.channel == Channel.VOICE
        )
        call = session.scalars(asked).first()
        return answer_to_key(session, call, meaning, now=town.clock())


def test_a_later_one_in_a_call_takes_back_nothing_and_the_call_says_so(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    assert press(town, "1", sid="call-2") is ReplyMeaning.FINE

    assert stands(town)
    assert "계속 살펴볼게요" in heard_after(town, ReplyMeaning.FINE)
    assert "reply_received" in town.story


def test_once_a_person_has_ended_it_a_one_is_good_to_hear(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        end_alarm(session, slot, ended_by=AlertEnd.ALL_CLEAR, by=BY, now=town.clock())
    press(town, "1", sid="call-2")

    assert town.slot_status is SlotStatus.CLEARED
    assert "다행" in heard_after(town, ReplyMeaning.FINE)


@pytest.mark.parametrize("channel_profile", ["two-way"])
def test_a_later_one_in_a_text_is_read_by_a_person(town):
    town.work(AT_TEN_PAST)
    write_back(town, "2")
    write_back(town, "1", sid="text-2")

    assert stands(town)
    (last,) = [row for row in town.rows(InboundMessage) if row.provider_sid == "text-2"]
    assert last.needs_review


def test_what_staff_hear_of_today_takes_back_nothing(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    with town.database.writing(town.scope) as session:
        slot, fine = slot_by_id(session, town.slot.id), ReplyMeaning.FINE
        assert not record_answer(
            session, slot=slot, meaning=fine, from_person_id=None, with_unasked=True, by=BY,
            now=town.clock(),
        )  # fmt: skip
    assert stands(town)


@pytest.mark.parametrize("what", [KnockFound.WELL, KnockFound.REFUSED])
def test_a_neighbour_at_the_door_takes_back_nothing(knocking, helper, what):
    knocking.work(TO_ITS_TIME)
    knocking.work(TWO_HOURS)
    write_back(knocking, "help")
    found(knocking, helper, what)

    assert stands(knocking)


def test_a_carer_who_holds_the_key_takes_back_nothing(town, keyholders):
    first, _second = keyholders
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.asked_person_id, plan.answer_of = first.id, AnswererKind.EITHER
    fall_silent(town)
    press_of(town, first, "4", sid="trouble")
    heard = press_of(town, first, "3", sid="well")

    assert stands(town)
    assert "적어 두고" in heard
