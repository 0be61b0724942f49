"""Staff ring one neighbour, at once, who was sent to a door where they are not to go any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.language.reader import Reader
    from models import CheckInSlot

CALLED_OFF: Final = "do_not_go"
"""Begins the key of that call; the check-in and the neighbour follow."""


def ring_off_neighbour(
    session: Session,
    slot: CheckInSlot,
    neighbour_id: UUID,
    *,
    say: Callable[[str, str, Reader], str],
    by: Actor,
    now: datetime,
) -> None:
    """Owe the call, once a check-in and neighbour; `say` puts both names in words for staff."""
    neighbour, resident = person_by_id(session, neighbour_id), person_by_id(session, slot.person_id)
    reader = reader_of_town(session, slot.town_id, now=now, is_staff=True)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"{CALLED_OFF}:{slot.id}:{neighbour_id}",
        due_at=now,
        person_id=neighbour_id,
        about_person_id=resident.id,
        words=say(neighbour.called, resident.called, reader),
    )
    open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
