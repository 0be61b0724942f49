"""The words that were promised for an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import LOST_ON_ITS_WAY, RANG_CODES, MessageKind
from hopecare.language.wording import Text
from models import Message, Offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

NOT_LEFT: Final = (MessageStatus.PENDING, MessageStatus.EXPIRED, MessageStatus.STOPPED)


def unsent_words(session: Session, offer_id: UUID) -> Message | None:
    """Give the question to a volunteer that has not left yet, held so that it does not now."""
    found = (
        select(Message)
        .where(
            Message.offer_id == offer_id,
            Message.kind == MessageKind.OFFER,
            Message.status == MessageStatus.PENDING,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(found).first()


def unsent_notices(session: Session, offer_id: UUID, *, named: Text) -> Sequence[Message]:
    """Give the notices of one wording about an offer that have not left yet, held likewise."""
    found = (
        select(Message)
        .where(
            Message.offer_id == offer_id,
            Message.dedup_key.startswith(_key_of(offer_id, named), autoescape=True),
            Message.status == MessageStatus.PENDING,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(found).all()


def is_question_lost() -> ColumnElement[bool]:
    """Make the condition that the question put last never came to whoever was asked.

    A telephone that rang is silence, which an offer waits for.
    """
    newer = aliased(Message)
    is_newest = ~exists().where(
        newer.offer_id == Message.offer_id,
        newer.kind == MessageKind.OFFER,
        tuple_(newer.created_at, newer.id) > tuple_(Message.created_at, Message.id),
    )
    rang = and_(
        Message.channel == Channel.VOICE, func.coalesce(Message.error_code, "").in_(RANG_CODES)
    )
    return exists().where(
        Message.offer_id == Offer.id,
        Message.kind == MessageKind.OFFER,
        Message.status.in_(LOST_ON_ITS_WAY),
        ~rang,
        is_newest,
    )


def question_is_lost(session: Session, offer_id: UUID) -> bool:
    """Say whether the question of this offer never came to whoever was asked."""
    lost = select(Offer.id).where(Offer.id == offer_id, is_question_lost())
    return session.scalar(lost) is not None


def was_asked(session: Session, offer_id: UUID) -> bool:
    """Say whether any question of the offer was ever handed to the network, or never will be.

    What waits for a stop, the night or its turn, or ran out while it waited, has not left; what is
    held for good was decided by whoever set it so.
    """
    statuses = session.scalars(
        select(Message.status).where(
            Message.offer_id == offer_id, Message.kind == MessageKind.OFFER
        )
    ).all()
    return not statuses or any(status not in NOT_LEFT for status in statuses)


def change_is_unheard(session: Session, offer_id: UUID) -> bool:
    """Say whether the last question says that it has changed, and has not left."""
    last = (
        select(Message)
        .where(Message.offer_id == offer_id, Message.kind == MessageKind.OFFER)
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    message = session.scalars(last).first()
    named = _key_of(offer_id, Text.OFFER_ANEW)
    return (
        message is not None and message.status in NOT_LEFT and message.dedup_key.startswith(named)
    )


def _key_of(offer_id: UUID, text: Text) -> str:
    """How the keys of such words about an offer begin."""
    return f"offer:{offer_id}:{text.value}:"


def question_has_left(session: Session, offer_id: UUID) -> bool:
    """Say whether they know what they are asked: what it was before is another question."""
    return was_asked(session, offer_id) and not change_is_unheard(session, offer_id)


def count_askings(session: Session, offer_id: UUID) -> int:
    """Count how often the question of an offer was put."""
    counted = select(func.count(Message.id)).where(
        Message.offer_id == offer_id, Message.kind == MessageKind.OFFER
    )
    return int(session.scalar(counted) or 0)
