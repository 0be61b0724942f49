"""The ceiling of one person and hour: what was said within it, and how much more may be."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.ceiling import HOUR, room_again_at, room_left
from hopecare.domain.delivery import MessageKind
from models import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

_PROMISED_AHEAD: Final = timedelta(days=60)
"""What left within the hour may have been promised long before: a message to many is written days
ahead, and a stop holds what it holds. So far back a reader's own messages are gone through."""


class Ceiling:
    """What was said to some people within the hour, and how much may be."""

    def __init__(
        self, told: Mapping[UUID, Sequence[datetime]], most: Mapping[UUID, int], *, now: datetime
    ) -> None:
        """Start from what was said before; `most` is each town's own number."""
        self._told = {person_id: list(moments) for person_id, moments in told.items()}
        self._most = most
        self._now = now

    def room_again(self, message: Message) -> datetime | None:
        """When the reader may be told one more; None where that is now."""
        told = self._told.get(message.to_person_id, ())
        return room_again_at(told, most=self._most[message.town_id], now=self._now)

    def room_left(self, message: Message) -> int:
        """How many more the reader may be told within this hour."""
        told = self._told.get(message.to_person_id, ())
        return room_left(told, most=self._most[message.town_id], now=self._now)

    def holds_back_until(self, message: Message) -> datetime | None:
        """Until when words wait; what somebody waits for, or is in danger for, never does."""
        return None if message.is_urgent else self.room_again(message)

    def takes(self, message: Message) -> None:
        """Count one that leaves now."""
        if message.kind is not MessageKind.SIGN_IN_CODE:
            self._told.setdefault(message.to_person_id, []).append(self._now)


def told_lately(
    session: Session, people: Iterable[UUID], *, now: datetime
) -> Mapping[UUID, Sequence[datetime]]:
    """Give when each of these people was told something within the hour, codes aside."""
    left_at = func.coalesce(Message.sent_at, Message.claimed_at, type_=Message.sent_at.type)
    told: dict[UUID, list[datetime]] = defaultdict(list)
    rows = session.execute(
        select(Message.to_person_id, left_at).where(
            Message.to_person_id.in_(sorted(people)),
            Message.created_at > now - _PROMISED_AHEAD,
            Message.kind != MessageKind.SIGN_IN_CODE,
            left_at > now - HOUR,
        )
    )
    for person_id, moment in rows:
        told[person_id].append(moment)
    return told
