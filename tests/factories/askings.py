"""Askings as the worker and staff bring them about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.begin_asking import begin_asking
from models import Asking, Message, Need, Offer
from tests.factories.cases import BY
from tests.factories.towns import NOW


def an_asking(session: Session, need: Need, *, now: datetime = NOW) -> Asking:
    """A need whose first wave was asked."""
    return begin_asking(session, need_id=need.id, by=BY, now=now)


def look(session: Session, asking: Asking, now: datetime) -> list[Offer]:
    """What the worker does at a moment, whether it is due or not."""
    return ask_next_wave(session, asking_id=asking.id, by=BY, now=now)


def offers_of(session: Session, need: Need) -> Sequence[Offer]:
    """Every offer of a need, the first first."""
    found = select(Offer).where(Offer.need_id == need.id).order_by(Offer.made_at, Offer.id)
    return session.scalars(found).all()


def deliver_questions(session: Session) -> None:
    """Every question that waits has reached its telephone."""
    waiting = select(Message).where(
        Message.kind == MessageKind.OFFER, Message.status == MessageStatus.PENDING
    )
    for message in session.scalars(waiting):
        message.status = MessageStatus.DELIVERED
    session.flush()
