"""Owe the calls for some of the words a stop holds back, as one step of a run that is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.runs import RunState
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

AT_ONCE: Final = 200
"""For how many messages calls are owed in one transaction: others must be able to write too."""


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

    What no longer waits is left out, and who is owed a call already is owed no second one.
    """
    run = run_alone(session, run_id)
    if run.state is not RunState.RUNNING:
        return None
    some, place = message_ids[first : first + AT_ONCE], first + AT_ONCE
    channels = channels_stopped(each.channel for each in standing_stops(session))
    messages = messages_to_ring_for(session, some, identity=by, channels=channels)
    ring_for_held(session, messages=messages, by=by, now=now)
    if place < len(message_ids):
        advance_run(session, run_id=run_id, done=place, now=now)
        return place
    finish_run(session, run_id=run_id, result={"held_words": run.total}, now=now)
    return None
