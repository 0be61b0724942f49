"""Somebody takes no texts any more: a call is owed at once, to agree on another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.residents import person_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint


def owe_another_way(session: Session, point: ContactPoint, *, by: Actor, now: datetime) -> None:
    """Owe it once for each time texts to this number were stopped."""
    owed = OwedCall(
        kind=CallTaskKind.TEXTS_STOPPED,
        dedup_key=f"texts_stopped:{point.id}:{now.isoformat()}",
        due_at=now,
        person_id=point.person_id,
        centre_id=person_by_id(session, point.person_id).centre_id,
    )
    open_call_task(session, town_id=point.town_id, owed=owed, by=by, now=now)
