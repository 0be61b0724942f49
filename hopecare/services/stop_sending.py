"""Stop everything that leaves a town, or one channel of it, and say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from hopecare.errors import InvalidInputError
from hopecare.queries.sending_stops import find_standing
from models import SendingStop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Actor


def stop_sending(
    session: Session,
    *,
    town_id: UUID,
    channel: Channel | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> SendingStop:
    """Write the stop; where one stands for the same already, that one stands on.

    No timeline entry: it belongs to no resident. Messages are left as they are: the claim asks.
    """
    if not reason.strip():
        raise InvalidInputError({"reason": ["reason_needed"]})
    standing = find_standing(session, town_id=town_id, channel=channel)
    if standing is not None:
        return standing
    stop = SendingStop(
        town_id=town_id,
        channel=channel,
        stopped_at=now,
        stopped_by_id=by.person_id,
        reason=reason.strip(),
    )
    try:
        with session.begin_nested():
            session.add(stop)
    except IntegrityError:  # somebody else was first: theirs stands
        first = find_standing(session, town_id=town_id, channel=channel)
        if first is None:
            raise
        return first
    return stop
