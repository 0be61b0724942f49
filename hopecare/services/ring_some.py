"""Owe the calls for some of the words a stop holds back, as one step of a run that is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.permissions import could_ever
from hopecare.domain.runs import STOPPED_BY, RunState, RunStop
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.queries.held_words import messages_to_ring_for
from hopecare.queries.runs import run_alone
from hopecare.queries.sending_stops import standing_stops
from hopecare.services.advance_run import advance_run
from hopecare.services.finish_run import finish_run
from hopecare.services.ring_for_held import ring_for_held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Run

AT_ONCE: Final = 200
"""For how many messages calls are owed in one transaction: others must be able to write too."""
NEEDED: Final = ("call_task.end", "message.read")
HELD_WORDS: Final = "held_words"
THIS_TIME: Final = "since_it_began_anew"


def ring_some(
    session: Session,
    *,
    run_id: UUID,
    message_ids: Sequence[UUID],
    first: int,
    by: Identity,
    now: datetime,
) -> int | None:
    """Take the next of these messages from the place `first`; gives the next one, None at the end.

    What no longer waits is left out, and who is owed a call already is owed no second one. The run
    ends with how many were taken; as failed, where whoever began it may not do it any more.
    """
    run = run_alone(session, run_id)
    if run.state is not RunState.RUNNING:
        return None
    if not all(could_ever(by, each) for each in NEEDED):
        _stop(session, run, now)
        return None
    some, place = message_ids[first : first + AT_ONCE], first + AT_ONCE
    _count(run, _take(session, some, by, now), first=first)
    if place < len(message_ids):
        advance_run(session, run_id=run_id, done=place, now=now)
        return place
    result = {HELD_WORDS: _number(run, HELD_WORDS)}
    finish_run(session, run_id=run_id, result=result, now=now)
    return None


def _stop(session: Session, run: Run, now: datetime) -> None:
    """End it as failed, with what was taken until then."""
    taken: int | str = _number(run, HELD_WORDS)
    why = {HELD_WORDS: taken, STOPPED_BY: RunStop.NOT_ALLOWED.value}
    finish_run(session, run_id=run.id, result=why, now=now, failed=True)


def _take(session: Session, some: Sequence[UUID], by: Identity, now: datetime) -> int:
    """Owe the calls for those that still wait; how many that are."""
    channels = channels_stopped(each.channel for each in standing_stops(session))
    messages = messages_to_ring_for(session, some, identity=by, channels=channels)
    ring_for_held(session, messages=messages, by=by, now=now)
    return len(messages)


def _count(run: Run, taken: int, *, first: int) -> None:
    """Add what was taken; work that was cut off begins anew and meets most of it again."""
    this_time = taken + (_number(run, THIS_TIME) if first else 0)
    most = max(this_time, _number(run, HELD_WORDS))
    run.result = {HELD_WORDS: most, THIS_TIME: this_time}


def _number(run: Run, name: str) -> int:
    return int(run.result.get(name) or 0)
