"""A last look before words leave: what stopped or changed since they were claimed keeps them here.

All lines share one look, which is at most half a second old: a stop is seen by what waits for a
line, without a question for each message. What waited longer, for its turn at a slow sender, is
asked about at the gate once more, all of it at once.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from sqlalchemy import not_, or_, select

from hopecare.database import AllTowns
from hopecare.domain.delivery import HoldReason
from hopecare.queries.sending_stops import moves_now
from models import Message
from notifications.ahead import read_ahead
from notifications.gate import ask_gate
from notifications.subject import is_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.claimed import Claimed
    from hopecare.jobs.tools import Tools
    from notifications.ahead import Ahead

log = logging.getLogger(__name__)
EVERY_S: Final = 0.5
ASKED_AGAIN_AFTER_S: Final = 2.0
"""Whoever leaves sooner was asked about at the gate just now."""


class LastLook:
    """What one run has claimed and not handed over yet, and what of it may not leave any more."""

    def __init__(self, tools: Tools) -> None:
        """Look when the first of them is about to leave."""
        self._tools = tools
        self._lock = threading.Lock()
        self._waiting: dict[UUID, Claimed] = {}
        self._kept: frozenset[UUID] = frozenset()
        self._looked_at_s = time.monotonic()

    def waits(self, one: Claimed) -> None:
        """Look at this one too, until it leaves: the gate let it pass a moment ago."""
        with self._lock:
            self._waiting[one.parcel.message_id] = one

    def lets(self, one: Claimed) -> bool:
        """Whether it may still leave; asked once, right before it does."""
        with self._lock:
            if time.monotonic() - self._looked_at_s >= EVERY_S:
                self._look()
            self._waiting.pop(one.parcel.message_id, None)
            return one.parcel.message_id not in self._kept

    def _look(self) -> None:
        """Look at all that wait. Where nothing can be read, what was seen last holds."""
        now = self._tools.clock()
        try:
            with self._tools.database.reading(AllTowns()) as session:
                self._kept = _stopped(session, self._waiting, now=now) | _changed(
                    session, self._long_waiting(), now=now
                )
        except Exception:  # the gate let all of it pass before
            log.exception("no last look could be taken")
        self._looked_at_s = time.monotonic()

    def _long_waiting(self) -> dict[UUID, Claimed]:
        """Those that will have waited long by the next look."""
        since_s = time.monotonic() - ASKED_AGAIN_AFTER_S + EVERY_S
        return {key: one for key, one in self._waiting.items() if one.claimed_at_s <= since_s}


def _stopped(session: Session, waiting: dict[UUID, Claimed], *, now: datetime) -> frozenset[UUID]:
    """What a stop holds by now, and what is too late by now."""
    mine = select(Message.id).where(
        Message.id.in_(sorted(waiting)),
        or_(not_(moves_now(session, now=now)), Message.valid_until <= now),
    )
    return frozenset(session.scalars(mine))


def _changed(session: Session, waiting: dict[UUID, Claimed], *, now: datetime) -> frozenset[UUID]:
    """What would be decided otherwise, or for another telephone, if it were claimed now."""
    if not waiting:
        return frozenset()
    mine = select(Message).where(Message.id.in_(sorted(waiting)))
    messages: Sequence[Message] = session.scalars(mine).all()
    ahead = read_ahead(session, messages, now=now)
    return frozenset(
        each.id
        for each in messages
        if is_over(session, each)
        or _is_decided_otherwise(session, each, waiting[each.id], ahead, now=now)
    )


def _is_decided_otherwise(
    session: Session, message: Message, one: Claimed, ahead: Ahead, *, now: datetime
) -> bool:
    word = ask_gate(session, message, now=now, ahead=ahead)
    decision, point = word.decision, word.contact_point
    # The month's money is counted with this very message, which was paid for when it was claimed.
    holds = decision.hold not in (None, HoldReason.COST_CAP)
    says_more = decision.in_neutral_words and not one.is_neutral
    is_elsewhere = point is None or point.id != message.contact_point_id
    return holds or says_more or is_elsewhere or decision.wait_until is not None
