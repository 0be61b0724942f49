"""The words that were promised for an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from models import Message

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def unsent_words(session: Session, offer_id: UUID) -> Message | None:
    """Give the question to a volunteer that has not left yet."""
    return session.scalars(
        select(Message).where(
            Message.offer_id == offer_id,
            Message.kind == MessageKind.OFFER,
            Message.status == MessageStatus.PENDING,
        )
    ).first()


def count_askings(session: Session, offer_id: UUID) -> int:
    """Count how often the question of an offer was put."""
    counted = select(func.count(Message.id)).where(
        Message.offer_id == offer_id, Message.kind == MessageKind.OFFER
    )
    return int(session.scalar(counted) or 0)
