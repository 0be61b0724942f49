"""What was claimed is looked at once more as it leaves: a stop reaches it, and so does a STOP."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.replies import TextsStoppedBy
from hopecare.domain.town_settings import COST_CAP, PRICES
from hopecare.jobs.deliver import deliver
from hopecare.jobs.last_look import EVERY_S
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.held_words import held_counts
from hopecare.services.set_texts_wish import set_texts_wish
from models import ContactPoint, Message, MessageEvent, Town
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import promise
from notifications.routing import Networks
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.jobs.conftest import BY
from tests.jobs.test_stopped_town import start, stop
from tests.jobs.test_watch_costs import WON, administrator, holds  # noqa: F401  fixtures

pytestmark = pytest.mark.both_databases

MANY = 130
"""More than four times as many as there are lines."""


THIRD_LEAVES_AFTER_S = 2.0
"""Of a sender that takes one a second; what a very busy machine writes later comes too late."""
LOOKED_AT_S = EVERY_S + 0.1
"""After so long whatever leaves next is looked at anew."""


class SlowNetwork(MemoryNetwork):
    """A network that takes its time; something happens while it takes the first text.

    What it was handed meanwhile is taken after that, however long it lasts on a busy machine.
    """

    def __init__(self, happens, *, takes_s):
        super().__init__()
        self._happens, self._takes_s = happens, takes_s
        self._first, self._happened = threading.Lock(), threading.Event()
        self._made_at_s, self.happened_after_s = time.monotonic(), 0.0

    def send(self, parcel):
        if self._first.acquire(blocking=False):
            try:
                self._happens()
            finally:
                self.happened_after_s = time.monotonic() - self._made_at_s
                self._happened.set()
        self._happened.wait()
        time.sleep(self._takes_s)
        return super().send(parcel)


def owe(town, number):
    with town.database.writing(town.scope) as session:
        people = [a_resident(session, address=None) for _ in range(number)]
        for person in people:
            promise(
                session,
                town_id=person.town_id,
                kind=MessageKind.NOTICE,
                to_person_id=person.id,
                dedup_key=f"notice:{person.id}",
                words=Words(text=Text.ANSWER_WELL),
                channel=Channel.SMS,
                now=town.clock(),
            )
        return [person.id for person in people]


def count(town, status):
    return sum(each.status is status for each in town.messages)


def test_a_stop_reaches_what_was_claimed_and_waits_for_a_line(town):
    owe(town, MANY)
    town.texts = SlowNetwork(lambda: stop(town), takes_s=LOOKED_AT_S)

    deliver(town.tools)
    sent = len(town.texts.sent)
    assert 0 < sent < MANY
    assert (count(town, MessageStatus.ACCEPTED), count(town, MessageStatus.PENDING)) == (
        sent,
        MANY - sent,
    )
    with town.database.writing(town.scope) as session:
        reader = an_identity(session, a_staff_account(session))
        (held,) = held_counts(session, identity=reader, channels=[Channel.SMS])
    assert held.number == MANY - sent, "the switch's page shows it"
    kept = [event for event in town.rows(MessageEvent) if event.code == "kept_here"]
    assert len(kept) == MANY - sent

    start(town)
    deliver(town.tools)
    assert count(town, MessageStatus.ACCEPTED) == MANY
    assert len({parcel.message_id for parcel in town.texts.sent}) == len(town.texts.sent) == MANY


def paced(town, happens) -> Tools:
    """One text a second, of a town whose words leave the machine."""
    with town.database.writing(town.scope) as session:
        session.get_one(Town, town.scope.town_id).is_demonstration = False
    town.texts = SlowNetwork(happens, takes_s=0)
    networks = Networks(texts=town.texts, calls=town.calls, own_rates={Channel.SMS: 1})
    return Tools(database=town.database, networks=networks, clock=town.clock)


def of_three_claimed(town, people):
    """How many were told, the first of them: the third waited two seconds, and is asked about.

    So is the second where a busy machine lets it wait for one and a half.
    """
    told = sum(len(town.texts_to(each)) for each in people)
    assert len(town.texts_to(people[0])) == 1
    assert told <= 2 or town.texts.happened_after_s >= THIRD_LEAVES_AFTER_S
    return told


def opt_out(town, people):
    with town.database.writing(town.scope) as session:
        theirs = select(ContactPoint).where(ContactPoint.person_id.in_(people))
        for point in session.scalars(theirs).all():
            set_texts_wish(
                session, point=point, stops=True, asked_by=TextsStoppedBy.TEXT, by=BY,
                now=town.clock(),
            )  # fmt: skip


def test_who_asks_for_no_more_texts_while_a_slow_sender_works_gets_none(town):
    people = owe(town, 5)
    tools = paced(town, lambda: opt_out(town, people))
    deliver(tools)
    town.clock.advance(timedelta(minutes=1))
    deliver(tools)

    told = of_three_claimed(town, people)
    held = [each for each in town.messages if each.status is MessageStatus.HELD]
    assert [each.hold_reason for each in held] == [HoldReason.OPTED_OUT] * (len(people) - told)


@pytest.mark.parametrize("after", [timedelta(minutes=30), timedelta(hours=25)])
def test_what_grew_too_late_in_the_line_does_not_leave(town, after):
    people = owe(town, 3)
    tools = paced(town, lambda: town.clock.advance(after))
    deliver(tools)
    deliver(tools)

    told = sum(len(town.texts_to(each)) for each in people)
    is_late = after > timedelta(hours=24)
    assert told == (1 if is_late else 3)
    assert count(town, MessageStatus.EXPIRED) == (2 if is_late else 0)


def test_what_another_process_has_taken_meanwhile_is_not_sent_by_us(town):
    def taken_over():
        with town.database.writing(town.scope) as session:
            for each in session.scalars(select(Message)).all():
                each.attempt += 1

    owe(town, MANY)
    town.texts = SlowNetwork(taken_over, takes_s=LOOKED_AT_S)
    deliver(town.tools)
    assert 0 < len(town.texts.sent) < MANY, "what had left its line before, and no other"
    assert count(town, MessageStatus.SENDING) == MANY, "the other process holds them all"


def test_night_keeps_what_waits_also_where_the_months_money_is_spent(town, holds):  # noqa: F811
    holds(PRICES, text_part=10 * WON, call_minute=50 * WON)
    holds(COST_CAP, a_month=30 * WON)
    people = owe(town, 5)
    tools = paced(town, lambda: town.clock.advance(timedelta(hours=12)))
    deliver(tools)
    of_three_claimed(town, people)
