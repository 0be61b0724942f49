"""Somebody asked to look in answers when it is over: the resident's timeline says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.look_ins import has_said
from hopecare.services.note_look_in import note_look_in

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.look_ins import LookInAnswer
    from models import CheckInSlot


def note_late_look_in(
    session: Session, *, slot: CheckInSlot, answer: LookInAnswer, by: Actor, now: datetime
) -> None:
    """Write each of their answers once; it moves nothing, and what was taken stays as it is."""
    if has_said(session, slot, answer, by_person_id=by.person_id):
        return
    note_look_in(
        session,
        slot=slot,
        answer=answer,
        from_person_id=by.person_id,
        is_late=True,
        by=by,
        now=now,
    )
