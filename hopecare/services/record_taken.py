"""Write that the network took many messages, set by set, as `record_delivery` does one by one.

Only where nothing needs a second look: whatever else was heard, or happened meanwhile, is left to
`record_delivery`, which decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, literal
from uuid_utils.compat import uuid7

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import ASKING
from hopecare.domain.delivery_order import RANK
from hopecare.domain.timeline import EntryKind
from hopecare.queries.sent_questions import asked_slots, sends_under_way
from hopecare.services.move_asked_slots import move_asked_slots
from models import Message, MessageEvent, TimelineEntry
from models.many import insert_many, update_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.sent_questions import AskedSlot, SendUnderWay


class Taking(NamedTuple):
    """The network took one message, under a name of its own."""

    message_id: UUID
    attempt: int
    provider: str
    provider_sid: str


def record_taken(
    session: Session, *, takings: Sequence[Taking], by: Actor, now: datetime
) -> frozenset[UUID]:
    """Write those that are still under way by the send they are about, and say which they were."""
    taken = {each.message_id: each for each in takings}
    held = [
        each
        for each in sends_under_way(session, list(taken))
        if each.attempt == taken[each.message_id].attempt
    ]
    if not held:
        return frozenset()
    connection = session.connection()
    said = [_said(taken[each.message_id]) for each in held]
    update_many(connection, Message, said, alike=_alike(now))
    insert_many(connection, MessageEvent, [_event(each, now) for each in held])
    asking = {each.slot_id: each for each in held if each.kind in ASKING and each.slot_id}
    asked = move_asked_slots(session, slots=asked_slots(session, list(asking)), now=now)
    if asked:
        entries = [_entry(slot, asking[slot.slot_id], by, now) for slot in asked]
        insert_many(connection, TimelineEntry, entries)
    return frozenset(each.message_id for each in held)


def _said(taking: Taking) -> dict[str, Any]:
    return {
        "id": taking.message_id,
        "provider": taking.provider,
        "provider_sid": taking.provider_sid,
    }


def _alike(now: datetime) -> dict[str, Any]:
    return {
        "status": MessageStatus.ACCEPTED,
        "rank": RANK[MessageStatus.ACCEPTED],
        "claimed_at": None,
        "error_code": None,
        "sent_at": func.coalesce(Message.sent_at, literal(now, Message.sent_at.type)),
    }


def _event(held: SendUnderWay, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": held.town_id,
        "message_id": held.message_id,
        "at": now,
        "status": MessageStatus.ACCEPTED,
        "attempt": held.attempt,
    }


def _entry(slot: AskedSlot, held: SendUnderWay, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": slot.town_id,
        "kind": EntryKind.SLOT_ASKED,
        "at": now,
        "by": by.code,
        "by_person_id": by.person_id,
        "person_id": slot.person_id,
        "case_id": slot.case_id,
        "subject_id": slot.slot_id,
        "facts": {"channel": held.channel.value, "due_at": slot.due_at.isoformat()},
    }
