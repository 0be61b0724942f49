"""See whom a broadcast would reach, and who is left out and why; nothing is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.broadcasts import LeftOut, language_for, left_out
from hopecare.queries.broadcast_groups import group_of
from hopecare.queries.town_days import local_day, town_by_id
from notifications.ask_ahead import ask_ahead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person of the group."""

    person_id: UUID
    language: str
    """In which they read it."""
    left_out: LeftOut | None
    waits_until: datetime | None
    """When they may be disturbed again; None for now, or as soon as it may leave."""


def preview_broadcast(
    session: Session, broadcast: Broadcast, *, by: Identity, now: datetime
) -> list[Recipient]:
    """Ask the send gate about everybody of the group, for the moment it would leave."""
    town, words = town_by_id(session, broadcast.town_id), dict(broadcast.words or {})
    at = max(now, broadcast.not_before)
    group = group_of(session, broadcast, identity=by, on=local_day(session, town.id, now))
    spoken = {each.person_id: each.language for each in group}
    return [
        Recipient(
            person_id=person_id,
            language=language_for(spoken[person_id], town.language, words),
            left_out=left_out(decision, has_landline=landline, valid_until=broadcast.valid_until),
            waits_until=decision.wait_until,
        )
        for person_id, decision, landline in ask_ahead(session, broadcast, list(spoken), at=at)
    ]


def print_of(broadcast: Broadcast, people: Sequence[Recipient]) -> str:
    """Make one short word of exactly this content and group."""
    group = [(str(each.person_id), each.language, each.left_out) for each in people]
    whole = json.dumps([str(broadcast.id), broadcast.version, group])
    return hashlib.sha256(whole.encode()).hexdigest()
