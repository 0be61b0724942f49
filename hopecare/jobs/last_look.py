"""A last look before words leave: what stopped or changed since they were claimed keeps them here.

All lines share one look, which is at most half a second old: a stop is seen by what waits for a
line, without a question for each message. What waited longer, for its turn at a slow sender, is
asked about at the gate once more, all of it at once.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import not_, or_, select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.queries.message_causes import read_causes
from hopecare.queries.sending_stops import moves_now
from models import Message
from notifications.ahead import read_ahead
from notifications.gate import ask_gate
from notifications.purse import Purse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
        self._sees = True
        self._looked_at_s = _clocks()

    def waits(self, one: Claimed) -> None:
        """Look at this one too, until it leaves: the gate let it pass a moment ago."""
        with self._lock:
            self._waiting[one.parcel.message_id] = one

    def lets(self, one: Claimed) -> bool:
        """Whether it may still leave; asked once, right before it does.

        Where nothing can be seen it stays: to give it back costs nothing, and whoever finds the
        claim of a dead process may have sent it meanwhile.
        """
        with self._lock:
            if _passed_s(self._looked_at_s) >= EVERY_S:
                self._look()
            self._waiting.pop(one.parcel.message_id, None)
            return self._sees and one.parcel.message_id not in self._kept

    def forget(self, one: Claimed) -> None:
        """Look no more at one that is given back."""
        with self._lock:
            self._waiting.pop(one.parcel.message_id, None)

    def _look(self) -> None:
        """Look at all that wait; a row that breaks the gate's question hides no stop."""
        stopped = self._read(_stopped, self._waiting)
        self._sees = stopped is not None
        changed = self._read(_changed, self._long_waiting()) if self._sees else None
        self._kept = (stopped or frozenset()) | (changed or frozenset())
        self._looked_at_s = _clocks()

    def _read(
        self, look: Callable[..., frozenset[UUID]], waiting: dict[UUID, Claimed]
    ) -> frozenset[UUID] | None:
        try:
            with self._tools.database.reading(AllTowns()) as session:
                return look(session, waiting, now=self._tools.clock())
        except Exception:
            log.exception("no last look could be taken")
            return None

    def _long_waiting(self) -> dict[UUID, Claimed]:
        """Those that will have waited long by the next look."""
        since_s = time.monotonic() - ASKED_AGAIN_AFTER_S + EVERY_S
        return {key: one for key, one in self._waiting.items() if one.claimed_at_s <= since_s}


def _clocks() -> tuple[float, float]:
    """Both clocks of the machine: the steady one stands still while the machine is frozen."""
    return time.monotonic(), time.time()


def _passed_s(before: tuple[float, float]) -> float:
    """How long it is by whichever clock went farther, also where somebody set one back."""
    return max(abs(now - then) for now, then in zip(_clocks(), before, strict=True))


def _stopped(session: Session, waiting: dict[UUID, Claimed], *, now: datetime) -> frozenset[UUID]:
    """What a stop holds by now, what is too late by now, and what is ours no more."""
    halts = or_(not_(moves_now(session, now=now)), Message.valid_until <= now)
    mine = select(Message.id, Message.status, Message.attempt, halts).where(
        Message.id.in_(sorted(waiting))
    )
    return frozenset(
        key
        for key, status, attempt, is_halted in session.execute(mine)
        if is_halted or (status, attempt) != (MessageStatus.SENDING, waiting[key].parcel.attempt)
    )


def _changed(session: Session, waiting: dict[UUID, Claimed], *, now: datetime) -> frozenset[UUID]:
    """What would be decided otherwise, or for another telephone, if it were claimed now."""
    if not waiting:
        return frozenset()
    mine = select(Message).where(Message.id.in_(sorted(waiting)))
    messages: Sequence[Message] = session.scalars(mine).all()
    # The month's money is counted with these very messages, which were paid for when claimed.
    causes = read_causes(session, messages, now=now)
    ahead = replace(read_ahead(session, messages, causes=causes, now=now), purse=Purse())
    return frozenset(
        each.id
        for each in messages
        if causes.is_over(each)
        or _is_decided_otherwise(session, each, waiting[each.id], ahead, now=now)
    )


def _is_decided_otherwise(
    session: Session, message: Message, one: Claimed, ahead: Ahead, *, now: datetime
) -> bool:
    word = ask_gate(session, message, now=now, ahead=ahead)
    decision, point = word.decision, word.contact_point
    says_more = decision.in_neutral_words and not one.is_neutral
    is_elsewhere = point is None or point.id != message.contact_point_id
    is_kept = decision.recall or decision.hold or decision.wait_until
    return is_kept is not None or says_more or is_elsewhere
