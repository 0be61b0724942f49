"""Write into the timeline what became of one missed week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Case, MissedWeek


def note_missed_week(  # noqa: PLR0913  what happened, to which day, by whom, and who comes
    session: Session,
    case: Case,
    missed: MissedWeek,
    *,
    kind: EntryKind,
    by: Actor,
    now: datetime,
    helper_id: UUID | None = None,
) -> None:
    """Note the day, and the usual helper where no other is named."""
    note_timeline(
        session,
        town_id=missed.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=missed.id,
        facts={
            "on": missed.on_date.isoformat(),
            "helper_id": str(helper_id or missed.helper_id),
            "reason": missed.reason.value if missed.reason else None,
        },
    )
