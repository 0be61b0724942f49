"""Words that a sender takes up at this very moment are gone: whoever reads them hears the rest."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, get_ident

import pytest
from sqlalchemy import event

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.record_reply import record_reply
from tests.jobs.conftest import BY
from tests.jobs.test_taken_and_left import a_colleague, taken

pytestmark = pytest.mark.both_databases

SOON = 1.0
"""Seconds for the other to come as far as it can."""


@contextlib.contextmanager
def just_before_it_is_kept(town):
    """A sender has taken up what is due, and has not said so yet: `begun` says when."""
    begun, sender = Event(), []

    def wait(_connection):
        if get_ident() in sender and not begun.is_set():
            begun.set()
            goes_on.wait(SOON)

    def send():
        sender.append(get_ident())
        deliver(town.tools)

    goes_on = Event()
    event.listen(town.database.engine, "commit", wait)
    try:
        with ThreadPoolExecutor(1) as pool:
            leaving = pool.submit(send)
            assert begun.wait(10)
            yield
            leaving.result()
    finally:
        event.remove(town.database.engine, "commit", wait)


def alarmed(town):
    """Silence has come to an alert, whose words have not left."""
    town.work(timedelta(minutes=10))
    for _ in range(60):
        town.clock.advance(timedelta(minutes=5))
        climb_ladders(town.tools)
        if town.alerts:
            return
        deliver(town.tools)
    raise AssertionError("nobody was alarmed")


def kinds_to(town, person_id):
    return [
        (each.kind, each.status is MessageStatus.STOPPED)
        for each in town.messages
        if each.to_person_id == person_id
    ]


def answers_well(town):
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        said = {"from_person_id": town.resident_id, "by": BY, "now": town.clock()}
        record_reply(session, slot=slot, meaning=ReplyMeaning.FINE, **said)


def test_whoever_is_just_being_alarmed_hears_the_all_clear(town):
    alarmed(town)
    with just_before_it_is_kept(town):
        answers_well(town)
    assert kinds_to(town, town.coordinator_id) == [
        (MessageKind.ALERT, False),
        (MessageKind.ALL_CLEAR, False),
    ]


def test_whoever_is_just_being_alarmed_hears_that_a_colleague_has_it(town):
    colleague_id = a_colleague(town)
    alarmed(town)
    with just_before_it_is_kept(town):
        taken(town, by=colleague_id)
    assert kinds_to(town, town.coordinator_id) == [
        (MessageKind.ALERT, False),
        (MessageKind.ALERT_NEWS, False),
    ]
