"""Note on the timeline what happened to an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Application, TimelineEntry


def note_application(
    session: Session,
    application: Application,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
    **facts: str | int | None,
) -> TimelineEntry:
    """Write codes and days only, beside the programme."""
    return note_timeline(
        session,
        town_id=application.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=application.person_id,
        case_id=application.case_id,
        subject_id=application.id,
        facts={"programme": application.programme, **facts},
    )
