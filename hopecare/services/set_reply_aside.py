"""Whoever read a text or a call found nothing to do, for a reason that is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.services.end_review import end_review
from models import InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.replies import NothingToDo


def set_reply_aside(
    session: Session, *, reply_id: UUID, reason: NothingToDo, by: Actor, now: datetime
) -> InboundMessage:
    """Write why; what was read already stays as it is."""
    row = session.get(InboundMessage, reply_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError(kind="reply", reply_id=reply_id)
    if row.reviewed_at is None:
        row.nothing_to_do = reason
        end_review(session, row=row, by=by, now=now)
    session.flush()
    return row
