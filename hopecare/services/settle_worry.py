"""Staff have looked at a worry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.cases import case_by_id
from hopecare.services.note_timeline import note_timeline
from models import Worry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def settle_worry(session: Session, *, worry_id: UUID, by: Actor, now: datetime) -> Worry:
    """Write that somebody looked at it; a second time changes nothing."""
    worry = session.get(Worry, worry_id)
    if worry is None:
        raise NotFoundError(worry_id=worry_id)
    if worry.settled_at is not None:
        return worry
    worry.settled_at = now
    note_timeline(
        session,
        town_id=worry.town_id,
        kind=EntryKind.WORRY_SETTLED,
        at=now,
        by=by,
        person_id=case_by_id(session, worry.case_id).resident_id,
        case_id=worry.case_id,
        subject_id=worry.id,
    )
    session.flush()
    return worry
