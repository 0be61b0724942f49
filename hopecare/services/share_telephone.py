"""Whoever has a telephone that is shared shares it: everybody's words on it turn neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.messages import points_of_number
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint


def share_telephone(
    session: Session, point: ContactPoint, *, today: date, by: Actor, now: datetime
) -> None:
    """Mark the others who have this telephone as well, and say so on their timelines."""
    for other in points_of_number(session, point.value_index, town_id=point.town_id, today=today):
        if other.person_id == point.person_id or other.is_shared:
            continue
        other.is_shared = True
        note_timeline(
            session,
            town_id=other.town_id,
            kind=EntryKind.CONTACT_POINT_CHANGED,
            at=now,
            by=by,
            person_id=other.person_id,
            subject_id=other.id,
            facts={"what": "shared", "kind": other.kind.value},
        )
