"""Write on the timeline why somebody who would be next is not asked to look in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.look_ins import skipped_before
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.look_ins import SkipReason
    from models import CheckInPlan, CheckInSlot


def skip_look_in(  # noqa: PLR0913  an entry says of whom, why, by whom and when
    session: Session,
    *,
    slot: CheckInSlot,
    plan: CheckInPlan,
    person_id: UUID | None,
    reason: SkipReason,
    by: Actor,
    now: datetime,
) -> None:
    """Note it once a check-in for each person; without one it holds for all who are left."""
    if str(person_id) in skipped_before(session, slot):
        return
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.RUNG_SKIPPED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"reason": reason.value, "neighbour_id": str(person_id) if person_id else None},
    )
