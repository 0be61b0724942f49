"""Somebody asked to look in answers when it is over: the resident's timeline says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.queries.look_ins import has_said
from hopecare.services.note_timeline import note_timeline

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
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.RUNG_ANSWERED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan_by_id(session, slot.plan_id).case_id,
        subject_id=slot.id,
        facts={"answer": answer.value, "from_person_id": str(by.person_id), "late": 1},
    )
