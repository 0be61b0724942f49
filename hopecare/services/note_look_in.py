"""Write on the resident's timeline what somebody who was asked to look in answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.look_ins import LookInAnswer
    from models import CheckInSlot


def note_look_in(  # noqa: PLR0913  an answer has a giver, a day and a moment
    session: Session,
    *,
    slot: CheckInSlot,
    answer: LookInAnswer,
    from_person_id: UUID | None,
    is_late: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Say who answered what; `is_late` where it moved nothing any more."""
    facts: dict[str, str | int | None] = {
        "answer": answer.value,
        "from_person_id": str(from_person_id),
    }
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.RUNG_ANSWERED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan_by_id(session, slot.plan_id).case_id,
        subject_id=slot.id,
        facts=facts | ({"late": 1} if is_late else {}),
    )
