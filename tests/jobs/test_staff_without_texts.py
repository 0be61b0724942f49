"""Whoever takes alerts and can be texted no more is rung, also where texts are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning, TextsStoppedBy
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.record_keypress import record_keypress
from hopecare.services.record_reply import record_reply
from hopecare.services.set_texts_wish import set_texts_wish
from models import ContactPoint, Message
from tests.jobs.conftest import BY


@pytest.fixture
def channel_profile():
    return "two-way"


def asks_for_help(town):
    town.work(timedelta(minutes=10))
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )
    town.work(timedelta(minutes=1))
    pass_alerts_on(town.tools)
    town.work()


def rung(town):
    number = town.phone_of(town.coordinator_id)
    return [parcel for parcel in town.calls.sent if parcel.to == number]


def test_who_wrote_stop_is_rung_at_once_and_takes_it_by_a_key(town):
    with town.database.writing(town.scope) as session:
        mine = select(ContactPoint).where(ContactPoint.person_id == town.coordinator_id)
        set_texts_wish(
            session,
            point=session.scalars(mine).one(),
            stops=True,
            asked_by=TextsStoppedBy.TEXT,
            by=BY,
            now=town.clock(),
        )
    asks_for_help(town)
    assert len(rung(town)) == 1
    pass_alerts_on(town.tools)
    town.work(timedelta(minutes=10))
    assert len(rung(town)) == 1
    with town.database.writing(town.scope) as session:
        call = select(Message).where(
            Message.to_person_id == town.coordinator_id, Message.channel == Channel.VOICE
        )
        record_keypress(
            session,
            message=session.scalars(call).one(),
            provider="test",
            call_sid="x",
            key="1",
            by=BY,
            now=town.clock(),
        )
    assert [alert.status for alert in town.alerts] == [AlertStatus.ACKNOWLEDGED]


def test_whom_the_text_reaches_is_not_rung_where_texts_are_answered(town):
    asks_for_help(town)
    assert len(town.texts_to(town.coordinator_id)) == 1
    assert rung(town) == []
