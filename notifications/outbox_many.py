"""The outbox for very many words of one kind: the promise of `outbox.promise`, set by set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, insert, literal, select

from hopecare.domain.delivery import MessageStatus
from hopecare.domain.delivery_order import RANK
from hopecare.domain.priorities import priority_of
from models import Message, MessageEvent
from notifications.outbox import URGENT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import FromClause
    from sqlalchemy.orm import Session

    from hopecare.domain.delivery import MessageKind


def promise_many(session: Session, rows: FromClause, *, kind: MessageKind, now: datetime) -> None:
    """Promise what each row says, and append that it was; a key that is taken refuses them all.

    A row names message_id, event_id, town_id, to_person_id, channel, language, dedup_key,
    valid_until, body (sealed as the column's own), wording, case_id and slot_id.
    """
    said = {
        "id": rows.c.message_id,
        "town_id": rows.c.town_id,
        "kind": literal(kind, Message.kind.type),
        "status": literal(MessageStatus.PENDING, Message.status.type),
        "rank": literal(RANK[MessageStatus.PENDING]),
        "is_urgent": literal(kind in URGENT),
        "priority": literal(int(priority_of(kind))),
        "channel": rows.c.channel,
        "language": rows.c.language,
        "dedup_key": rows.c.dedup_key,
        "to_person_id": rows.c.to_person_id,
        "not_before": literal(now, Message.not_before.type),
        "valid_until": rows.c.valid_until,
        "created_at": literal(now, Message.created_at.type),
        "body": rows.c.body,
        "wording": rows.c.wording,
        "case_id": rows.c.case_id,
        "slot_id": rows.c.slot_id,
        "attempt": literal(0),
        "looks": literal(0),
        "possible_duplicate": false(),
    }
    session.execute(insert(Message).from_select(list(said), select(*said.values())))
    happened = {
        "id": rows.c.event_id,
        "town_id": rows.c.town_id,
        "message_id": rows.c.message_id,
        "at": literal(now, MessageEvent.at.type),
        "status": literal(MessageStatus.PENDING, MessageEvent.status.type),
        "attempt": literal(0),
    }
    session.execute(insert(MessageEvent).from_select(list(happened), select(*happened.values())))
