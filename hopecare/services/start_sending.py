"""Let words leave again: what is still true goes by the ordinary drain, at its ordinary pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.sending_stops import hold_stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import SendingStop


def start_sending(
    session: Session, *, stop_id: UUID, reason: str, by: Actor, now: datetime
) -> SendingStop:
    """End the stop and say why; one that has ended stays as it ended."""
    if not reason.strip():
        raise InvalidInputError({"reason": ["reason_needed"]})
    stop = hold_stop(session, stop_id)
    if stop.started_at is None:
        stop.started_at, stop.started_by_id = now, by.person_id
        stop.start_reason = reason.strip()
        session.flush()
    return stop
