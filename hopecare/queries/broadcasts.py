"""Reads broadcasts: one for oneself alone, what of it waits, and what became of its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from hopecare.errors import NotFoundError
from hopecare.queries.told_together import was_told_together
from hopecare.queries.visibility import visible
from models import Broadcast, BroadcastPerson, Message, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import LeftOut
    from hopecare.domain.identity import Identity
    from hopecare.domain.states import MessageStatus


def broadcast_by_id(session: Session, broadcast_id: UUID) -> Broadcast:
    """Give a broadcast of this town."""
    found = session.get(Broadcast, broadcast_id)
    if found is None:
        raise NotFoundError(kind="broadcast", broadcast_id=broadcast_id)
    return found


def broadcast_alone(session: Session, broadcast_id: UUID) -> Broadcast:
    """Give a broadcast and hold it: two who act on it at once act one after the other."""
    found = session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError(kind="broadcast", broadcast_id=broadcast_id)
    return found


def broadcasts_under_way(session: Session) -> Sequence[Broadcast]:
    """Give those whose messages are not all written yet, by town."""
    under_way = select(Broadcast).where(
        Broadcast.sent_at.is_not(None),
        Broadcast.written_at.is_(None),
        Broadcast.stopped_at.is_(None),
    )
    return session.scalars(under_way.order_by(Broadcast.town_id, Broadcast.id)).all()


def drafts_before(session: Session, moment: datetime) -> Sequence[Broadcast]:
    """Give those that were written down before a moment, and that nobody ever sent."""
    old = select(Broadcast).where(Broadcast.sent_at.is_(None), Broadcast.created_at < moment)
    return session.scalars(old.order_by(Broadcast.id)).all()


def waiting_people(
    session: Session, broadcast_id: UUID, *, limit: int
) -> Sequence[BroadcastPerson]:
    """Give the next people whose message is not written yet."""
    waiting = select(BroadcastPerson).where(
        BroadcastPerson.broadcast_id == broadcast_id,
        BroadcastPerson.promised_at.is_(None),
        BroadcastPerson.left_out.is_(None),
    )
    return session.scalars(waiting.order_by(BroadcastPerson.id).limit(limit)).all()


def people_kept(session: Session, broadcast_id: UUID, people: Sequence[UUID]) -> frozenset[UUID]:
    """Give those of these who are kept as of its group."""
    kept = select(BroadcastPerson.person_id).where(
        BroadcastPerson.broadcast_id == broadcast_id, BroadcastPerson.person_id.in_(people)
    )
    return frozenset(session.scalars(kept))


def forget_group(session: Session, broadcast_id: UUID) -> None:
    """Let go of everybody kept of a group that was never written to."""
    session.execute(delete(BroadcastPerson).where(BroadcastPerson.broadcast_id == broadcast_id))


def count_waiting(session: Session, broadcast_id: UUID) -> int:
    """Count whose message is not written yet."""
    waiting = select(func.count(BroadcastPerson.id)).where(
        BroadcastPerson.broadcast_id == broadcast_id,
        BroadcastPerson.promised_at.is_(None),
        BroadcastPerson.left_out.is_(None),
    )
    return session.scalar(waiting) or 0


def count_promised(session: Session, broadcast_id: UUID) -> int:
    """Count whose message is written."""
    promised = select(func.count(BroadcastPerson.id)).where(
        BroadcastPerson.broadcast_id == broadcast_id, BroadcastPerson.promised_at.is_not(None)
    )
    return session.scalar(promised) or 0


def fates_of(
    session: Session, broadcast_id: UUID, *, identity: Identity
) -> Mapping[MessageStatus, int]:
    """Count its messages by where they stand: exactly those the reader's list shows."""
    counted = (
        select(Message.status, func.count(Message.id))
        .where(Message.broadcast_id == broadcast_id, visible("message.read", identity, Message))
        .group_by(Message.status)
    )
    return {status: int(number) for status, number in session.execute(counted)}


def count_told_together(session: Session, broadcast_id: UUID, *, identity: Identity) -> int:
    """Count whom the same words reached by another's message, on a telephone they share."""
    counted = select(func.count(Message.id)).where(
        Message.broadcast_id == broadcast_id,
        visible("message.read", identity, Message),
        was_told_together(),
    )
    return session.scalar(counted) or 0


def people_left_out(
    session: Session, broadcast_id: UUID, *, identity: Identity
) -> Sequence[tuple[LeftOut, Person]]:
    """Give who was not written to and why, of those the reader may see."""
    rows = session.execute(
        select(BroadcastPerson.left_out, Person)
        .join(Person, Person.id == BroadcastPerson.person_id)
        .where(
            BroadcastPerson.broadcast_id == broadcast_id,
            BroadcastPerson.left_out.is_not(None),
            visible("resident.read", identity, Person),
        )
        .order_by(BroadcastPerson.id)
    )
    return [(reason, person) for reason, person in rows if reason is not None]


def people_by_id(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
    """Give these people by their id."""
    found = session.scalars(select(Person).where(Person.id.in_(ids))) if ids else ()
    return {person.id: person for person in found}
