"""Say which text a call for help is: one that waits, or this one, for which it alone may alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hopecare.queries.open_distress import find_open_distress
from models import Operation

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertKind
    from models import InboundMessage

FIRST: Final = "first"
CAUSE: Final = "inbound_id"


def claim_distress(
    session: Session, *, row: InboundMessage, kind: AlertKind, now: datetime
) -> UUID:
    """Give the text that alarms for what this telephone wrote: the one nobody has seen to, or this.

    Two that come in at one moment do not see each other. So each takes the place after the last
    call for help of this telephone, which is there once: who comes second joins the first.
    """
    actor = f"{kind.value}:{row.from_index}"
    # Looked up first: one that is claimed from now on is found below, or takes our place.
    key = _next_place(session, actor)
    waiting = find_open_distress(session, row, kind)
    if waiting is not None:
        return waiting.id
    claim = Operation(
        town_id=row.town_id,
        actor=actor,
        key=key,
        request_hash="",
        at=now,
        outcome={CAUSE: str(row.id)},
    )
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:
        first = _at(session, actor, key)
        if first is None:
            raise
        return UUID(first.outcome[CAUSE])
    return row.id


def _next_place(session: Session, actor: str) -> str:
    """Name the place after the last call for help: clocks may differ, who follows whom does not."""
    claims = select(Operation).where(Operation.actor == actor)
    newest = claims.order_by(Operation.at.desc(), Operation.id.desc()).limit(1)
    last = session.scalars(newest).first()
    place = FIRST
    while last is not None:
        place = str(last.id)
        last = _at(session, actor, place)
    return place


def _at(session: Session, actor: str, place: str) -> Operation | None:
    """Who took a place."""
    taken = select(Operation).where(Operation.actor == actor, Operation.key == place)
    return session.scalars(taken).one_or_none()
