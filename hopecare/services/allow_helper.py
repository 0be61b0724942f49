"""A resident does not mind a volunteer any more: they may be asked again from today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.timeline import EntryKind
from hopecare.queries.not_over import not_over
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import RefusedHelper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def allow_helper(
    session: Session, resident: Person, *, helper_id: UUID, by: Actor, now: datetime
) -> None:
    """End every standing refusal of this volunteer; said twice, it changes nothing."""
    today = local_day(session, resident.town_id, now)
    standing = session.scalars(
        select(RefusedHelper).where(
            RefusedHelper.resident_id == resident.id,
            RefusedHelper.helper_id == helper_id,
            not_over(RefusedHelper, today),
        )
    )
    for refused in standing:
        refused.until_on = today
        note_timeline(
            session,
            town_id=resident.town_id,
            kind=EntryKind.RESIDENT_CHANGED,
            at=now,
            by=by,
            person_id=resident.id,
            subject_id=refused.id,
            facts={"allowed_helper_id": str(helper_id)},
        )
    session.flush()
