"""Write on the timeline of a case what happened to one of its needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Case, Need


def note_need(
    session: Session, case: Case, need: Need, *, kind: EntryKind, by: Actor, now: datetime
) -> None:
    """Append the entry, with which help it was."""
    note_timeline(
        session,
        town_id=need.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=need.id,
        facts={"need": need.kind.value},
    )
