"""Stopping and starting: once each, with who and why; and the calls that are owed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.services.miss_slot import miss_slot
from hopecare.services.ring_for_held import ring_for_held
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import CallTask, SendingStop
from tests.factories.cases import BY
from tests.factories.desk import a_message, a_slot, a_stop
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW

pytestmark = pytest.mark.both_databases

MINUTE = timedelta(minutes=1)


def stopped(session, scope, *, by=BY, channel=None, now=NOW, reason="a wrong text"):
    return stop_sending(
        session, town_id=scope.town_id, channel=channel, reason=reason, by=by, now=now
    )


def test_who_when_and_why_stand_in_a_row(session, town_scope):
    by = an_identity(session, a_staff_account(session))
    stop = stopped(session, town_scope, by=by)
    start_sending(session, stop_id=stop.id, reason=" mended ", by=by, now=NOW + MINUTE)
    assert (stop.stopped_at, stop.stopped_by_id, stop.reason) == (NOW, by.person_id, "a wrong text")
    ended = (stop.started_at, stop.started_by_id, stop.start_reason)
    assert ended == (NOW + MINUTE, by.person_id, "mended")


def test_whoever_stops_second_finds_the_first_stop(session, town_scope):
    first = stopped(session, town_scope)
    second = stopped(session, town_scope, now=NOW + MINUTE, reason="me too")
    assert second.id == first.id
    assert second.reason == "a wrong text"
    assert session.scalar(select(func.count(SendingStop.id))) == 1


def test_a_channel_and_everything_are_stopped_side_by_side(session, town_scope):
    whole, texts = (stopped(session, town_scope, channel=each) for each in (None, Channel.SMS))
    assert whole.id != texts.id


@pytest.mark.parametrize("channel", [None, Channel.SMS])
def test_the_database_lets_one_stop_of_a_kind_stand(session, channel):
    a_stop(session, channel=channel)
    with pytest.raises(IntegrityError), session.begin_nested():
        a_stop(session, channel=channel)


def test_a_stop_that_has_ended_stays_as_it_ended(session, town_scope):
    stop = stopped(session, town_scope)
    for after, reason in ((MINUTE, "first"), (2 * MINUTE, "second")):
        start_sending(session, stop_id=stop.id, reason=reason, by=BY, now=NOW + after)
    assert (stop.started_at, stop.start_reason) == (NOW + MINUTE, "first")
    assert stopped(session, town_scope, now=NOW + 3 * MINUTE).id != stop.id


def test_a_reason_is_asked_for_and_another_towns_stop_is_not_found(session, town_scope):
    stop = stopped(session, town_scope)
    with pytest.raises(InvalidInputError):
        stopped(session, town_scope, reason="  ")
    with pytest.raises(InvalidInputError):
        start_sending(session, stop_id=stop.id, reason=" ", by=BY, now=NOW)
    with pytest.raises(NotFoundError):
        start_sending(session, stop_id=town_scope.town_id, reason="why", by=BY, now=NOW)


def waiting(session, resident, kind, **told):
    return a_message(session, resident, kind=kind, status=MessageStatus.PENDING, **told)


def test_each_who_counts_on_held_words_is_owed_one_call_however_often_it_is_asked_for(session):
    resident = a_resident(session)
    slot = a_slot(session, resident, status=SlotStatus.DUE)
    held = [
        waiting(session, resident, MessageKind.CHECK_IN, slot_id=slot.id, body="how are you"),
        waiting(session, resident, MessageKind.CHECK_IN_REPEAT, slot_id=slot.id),
        waiting(session, resident, MessageKind.TASK_DETAILS, body="at his door at three"),
    ]
    owed = [ring_for_held(session, messages=held, by=BY, now=NOW) for _ in range(2)]
    assert owed[0] == owed[1]
    tasks = session.scalars(select(CallTask).order_by(CallTask.id)).all()
    assert [task.kind for task in tasks] == [CallTaskKind.NOT_ASKED, CallTaskKind.CALL_BACK]
    assert [task.words for task in tasks] == [None, "at his door at three"]
    # What expires later finds the call owed.
    miss_slot(session, slot=slot, code="too_late", by=BY, now=NOW + MINUTE)
    assert session.scalar(select(func.count(CallTask.id))) == 2
