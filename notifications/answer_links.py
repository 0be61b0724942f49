"""The link of a message: made when it leaves, the same however often it is sent.

Promised words hold a place for it. The signs of the address are a signature of the message's own
key, so that nothing needs to be kept but a keyed hash to find the row by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare import keyring
from hopecare.domain.answer_links import LINK_PATH, LINK_PLACE, expiry_of, make_token
from models import AnswerLink

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Message
    from notifications.causes import Causes


def open_link(
    session: Session, message: Message, *, causes: Causes, is_neutral: bool, now: datetime
) -> None:
    """Let the link of words that leave now open, once a message; nothing where they hold none."""
    if LINK_PLACE not in (message.body or ""):
        return
    if message.attempt and _opens_already(session, message, is_neutral=is_neutral):
        return
    link = AnswerLink(
        town_id=message.town_id,
        message_id=message.id,
        person_id=message.to_person_id,
        token_index=index_of(token_of(message.id)),
        made_at=now,
        expires_at=expiry_of(message.kind, made_at=now, stands_until=causes.stands_until(message)),
        is_neutral=is_neutral,
    )
    session.add(link)


def _opens_already(session: Session, message: Message, *, is_neutral: bool) -> bool:
    """Whether it was handed over before: the same link then, in no plainer words than now."""
    known = session.scalar(select(AnswerLink).where(AnswerLink.message_id == message.id))
    if known is not None:
        known.is_neutral = known.is_neutral or is_neutral
    return known is not None


def with_link(body: str, message_id: UUID, *, public_base_url: str) -> str:
    """Put the link where the promised words hold its place."""
    link = f"{public_base_url}{LINK_PATH}{token_of(message_id)}"
    return body.replace(LINK_PLACE, link) if LINK_PLACE in body else body


def token_of(message_id: UUID) -> str:
    """Give the signs of a message's link; without our keys nobody can make them."""
    return make_token(bytes.fromhex(keyring.current().blind("answer_link", str(message_id))))


def index_of(token: str) -> str:
    """Give the keyed hash that a link is found by."""
    return keyring.current().blind("answer_link_token", token)
