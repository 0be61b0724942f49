"""Say whose a text or a call is, where the number alone does not tell; it is still to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.services.note_timeline import note_timeline
from models import InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def give_reply(
    session: Session, *, reply_id: UUID, person_id: UUID, by: Actor, now: datetime
) -> InboundMessage:
    """Write whose it is; what was read already stays as it is."""
    row = session.get(InboundMessage, reply_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError(kind="reply", reply_id=reply_id)
    if row.reviewed_at is not None or row.person_id == person_id:
        return row
    row.person_id = person_id
    note_timeline(
        session,
        town_id=row.town_id,
        kind=EntryKind.REPLY_RECEIVED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=row.id,
        facts={"meaning": row.meaning.value, "review": 1},
    )
    session.flush()
    return row
