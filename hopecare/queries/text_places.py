"""Reads which place after the last text of its kind a telephone's next one takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from models import Operation

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FIRST: Final = "first"
CAUSE: Final = "inbound_id"


def next_place(session: Session, actor: str) -> str:
    """Name the place after the last: clocks may differ, who follows whom does not."""
    claims = select(Operation).where(Operation.actor == actor)
    newest = claims.order_by(Operation.at.desc(), Operation.id.desc()).limit(1)
    last = session.scalars(newest).first()
    place = FIRST
    while last is not None:
        place = str(last.id)
        last = who_took(session, actor, place)
    return place


def who_took(session: Session, actor: str, place: str) -> Operation | None:
    """Give who took a place."""
    taken = select(Operation).where(Operation.actor == actor, Operation.key == place)
    return session.scalars(taken).one_or_none()


def cause_of(claim: Operation) -> UUID:
    """Give the text that took this place."""
    return UUID(claim.outcome[CAUSE])
