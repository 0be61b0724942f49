"""Reads about numbers nobody knows: whether they were told whom to call, and how many were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.replies import WISHES, ReplyMeaning
from hopecare.queries.residents import find_phone
from hopecare.queries.town_days import town_by_id
from models import InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def was_told_since(session: Session, from_index: str, *, town_id: UUID, since: datetime) -> bool:
    """Whether this number was told whom to call since then."""
    told = select(InboundMessage.id).where(
        InboundMessage.town_id == town_id,
        InboundMessage.from_index == from_index,
        InboundMessage.stranger_told_at > since,
    )
    return session.scalars(told.limit(1)).first() is not None


def count_told(session: Session, *, town_id: UUID, since: datetime) -> int:
    """How many strangers this town has told since then."""
    told = select(func.count(InboundMessage.id)).where(
        InboundMessage.town_id == town_id, InboundMessage.stranger_told_at > since
    )
    return int(session.scalar(told) or 0)


def wants_no_texts(session: Session, from_index: str, *, town_id: UUID) -> bool:
    """Whether the last wish this number wrote is that texts stop, whosever it is."""
    last = (
        select(InboundMessage.meaning)
        .where(
            InboundMessage.town_id == town_id,
            InboundMessage.from_index == from_index,
            InboundMessage.meaning.in_(WISHES),
        )
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
    )
    return session.scalars(last.limit(1)).first() is ReplyMeaning.STOP


def waits_as_call(session: Session, row: InboundMessage) -> bool:
    """Whether an earlier call of this number waits to be read already."""
    earlier = select(InboundMessage.id).where(
        InboundMessage.town_id == row.town_id,
        InboundMessage.from_index == row.from_index,
        InboundMessage.channel == row.channel,
        InboundMessage.slot_id.is_(None),
        InboundMessage.offer_id.is_(None),
        InboundMessage.needs_review.is_(True),
        InboundMessage.reviewed_at.is_(None),
        InboundMessage.id != row.id,
    )
    return session.scalars(earlier.limit(1)).first() is not None


def is_ringable(session: Session, row: InboundMessage) -> bool:
    """Whether there is a number to ring: a withheld one is none."""
    country = town_by_id(session, row.town_id).country
    return find_phone(row.from_number, country) is not None
