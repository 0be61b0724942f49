"""See whom a broadcast would reach, and who is left out and why; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.broadcasts import Recipient, language_for, left_out
from hopecare.queries.alike_readers import alike_readers
from hopecare.queries.broadcast_groups import group_of
from hopecare.queries.message_causes import read_causes
from hopecare.queries.town_days import local_day, town_by_id
from notifications.ask_ahead import ask_ahead

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast


def preview_broadcast(
    session: Session, broadcast: Broadcast, *, by: Identity, now: datetime
) -> list[Recipient]:
    """Ask the send gate about everybody of the group, for the moment it would leave."""
    town, words = town_by_id(session, broadcast.town_id), dict(broadcast.words or {})
    at = max(now, broadcast.not_before)
    group = group_of(session, broadcast, identity=by, on=local_day(session, town.id, now))
    spoken = {each.person_id: each.language for each in group}
    alike = alike_readers(session, broadcast, list(spoken), at=at)
    return [
        Recipient(
            person_id=person_id,
            language=language_for(spoken[person_id], town.language, words),
            left_out=left_out(
                decision, has_landline=landline, at=at, valid_until=broadcast.valid_until
            ),
            waits_until=decision.wait_until,
        )
        for person_id, decision, landline in ask_ahead(
            session, broadcast, list(spoken), read_causes=read_causes, at=at, alike=alike
        )
    ]
