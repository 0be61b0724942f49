"""The ceiling of one person and hour: what was said within it, and how much more may be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select, union_all

from hopecare.domain.ceiling import HOUR, room_again_at, room_left
from hopecare.domain.delivery import MessageKind
from models import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


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
    """Give when each of these people was told something within the hour, codes aside.

    Two parts, each one stretch of an index by reader and moment: what left may have been promised
    long before, and one condition over both would go through all a reader ever got.
    """
    theirs = (Message.to_person_id.in_(sorted(people)), Message.kind != MessageKind.SIGN_IN_CODE)
    lately = now - HOUR
    left = select(Message.to_person_id, Message.sent_at).where(*theirs, Message.sent_at > lately)
    leaving = select(Message.to_person_id, Message.claimed_at).where(
        *theirs, Message.sent_at.is_(None), Message.claimed_at > lately
    )
    told: dict[UUID, list[datetime]] = defaultdict(list)
    for person_id, moment in session.execute(union_all(left, leaving)):
        if moment is not None:  # each part asks for those that have one
            told[person_id].append(moment)
    return told
