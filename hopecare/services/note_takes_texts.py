"""Note of a number that counts as a landline that it takes texts: somebody wrote one from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.people import ContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint


def note_takes_texts(
    session: Session, *, points: Sequence[ContactPoint], by: Actor, now: datetime
) -> None:
    """Let our answer go where they wrote from; calls go there as before."""
    for point in points:
        if point.kind is not ContactKind.LANDLINE or point.can_text:
            continue
        point.can_text = True
        note_timeline(
            session,
            town_id=point.town_id,
            kind=EntryKind.CONTACT_POINT_CHANGED,
            at=now,
            by=by,
            person_id=point.person_id,
            subject_id=point.id,
            facts={"what": "takes_texts", "kind": point.kind.value},
        )
