"""Words of texts, calls and replies that are older than a town keeps them, and which of them stay.

Nothing open is touched: a message that has not ended, or that nobody is sure of; a reply nobody has
read; whatever belongs to an alert, a check-in or an owed call that is not over; what the law holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select, true, tuple_

from hopecare.domain.care_path import AlertStatus, CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.retention import KeptFor, KeptWords
from hopecare.queries.town_days import town_by_id
from hopecare.town_values import value_here
from models import (
    Alert,
    CallTask,
    Case,
    CheckInSlot,
    InboundMessage,
    Message,
    Person,
    WordErasure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

FROM: Final = time(2)
"""From this hour on a night's words are erased, or when the worker is back: few write then."""
MONTHS: Final = f"retention.{KeptFor.MESSAGE}"
OPEN_MESSAGES: Final = (MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.UNKNOWN)
OPEN_SLOTS: Final = (
    SlotStatus.DUE,
    SlotStatus.WAITING,
    SlotStatus.HELP_ASKED,
    SlotStatus.SILENT,
)


TABLES: Final[Mapping[KeptWords, tuple[type[Message | InboundMessage], Any]]] = MappingProxyType(
    {
        KeptWords.MESSAGES: (Message, Message.created_at),
        KeptWords.REPLIES: (InboundMessage, InboundMessage.received_at),
    }
)
"""Where the words lie, and by which moment they grow old."""


def find_erasure(session: Session, town_id: UUID) -> WordErasure | None:
    """Give how far the last night came; None before the first."""
    return session.scalar(select(WordErasure).where(WordErasure.town_id == town_id))


def months_kept(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Say how many months words are kept in the town, by what holds today."""
    town = town_by_id(session, town_id)
    today = now.astimezone(ZoneInfo(town.zone)).date()
    return int(value_here(session, town, MONTHS, on=today)["months"])


def erasing_is_due(session: Session, town_id: UUID, *, now: datetime) -> bool:
    """Whether this night's erasing has not come to its end; only in the small hours and after."""
    local = now.astimezone(ZoneInfo(town_by_id(session, town_id).zone))
    night = find_erasure(session, town_id)
    if night is not None and night.night == local.date():
        return night.ended_at is None
    return local.time() >= FROM


@dataclass(frozen=True, slots=True)
class OldRow:
    """A row whose words are older than they are kept."""

    at: datetime
    id: UUID
    stays: bool


def old_rows(
    session: Session, kind: KeptWords, night: WordErasure, *, after: OldRow | None, limit: int
) -> Sequence[OldRow]:
    """Give the next rows with words of a night, the oldest first, and whether each must stay."""
    table, at = TABLES[kind]
    begins = night.messages_from if kind is KeptWords.MESSAGES else night.replies_from
    asked = select(at, table.id, or_(*_stays(kind))).where(
        table.town_id == night.town_id, _has_words(kind), at < night.before
    )
    if begins is not None:
        asked = asked.where(at >= begins)
    if after is not None:
        asked = asked.where(at >= after.at, tuple_(at, table.id) > tuple_(after.at, after.id))
    rows = session.execute(asked.order_by(at, table.id).limit(limit))
    return [OldRow(when, row_id, bool(stays)) for when, row_id, stays in rows]


def _has_words(kind: KeptWords) -> ColumnElement[bool]:
    if kind is KeptWords.MESSAGES:
        return Message.body.is_not(None)
    return InboundMessage.erased_at.is_(None)


def _stays(kind: KeptWords) -> list[ColumnElement[bool]]:
    """What keeps a row's words: it is open, work about it is, or the law holds it."""
    table, _ = TABLES[kind]
    yes = select(true())
    is_message = kind is KeptWords.MESSAGES
    who = Message.to_person_id if is_message else InboundMessage.person_id
    owed = yes.where(CallTask.slot_id == table.slot_id, CallTask.status == CallTaskStatus.OPEN)
    return [
        _is_open(kind),
        table.held_by.is_not(None),
        yes.where(Alert.id == table.alert_id, Alert.status != AlertStatus.RESOLVED).exists(),
        yes.where(CheckInSlot.id == table.slot_id, CheckInSlot.status.in_(OPEN_SLOTS)).exists(),
        owed.exists(),
        yes.where(Person.id == who, Person.held_by.is_not(None)).exists(),
        *([_case_is_held()] if is_message else []),
    ]


def _is_open(kind: KeptWords) -> ColumnElement[bool]:
    if kind is KeptWords.MESSAGES:
        return Message.status.in_(OPEN_MESSAGES)
    return and_(InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None))


def _case_is_held() -> ColumnElement[bool]:
    held = select(true()).where(Case.id == Message.case_id, Case.held_by.is_not(None))
    return held.exists()
