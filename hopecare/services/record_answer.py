"""Take one answer to a check-in and to every older one still open: it is one person's one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.check_in_board import awaited_with
from hopecare.services.record_reply import record_reply

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.replies import ReplyMeaning
    from models import CheckInSlot


def record_answer(  # noqa: PLR0913  who said what to which question, asked how
    session: Session,
    *,
    slot: CheckInSlot,
    meaning: ReplyMeaning,
    from_person_id: UUID | None,
    with_unasked: bool = False,
    by: Actor,
    now: datetime,
) -> bool:
    """Write it to each; True where it settled this held slot. Nobody named is the resident.

    A day on which nobody could ask is no answer's to settle, unless a person asks of it too.
    """
    settled = {
        each.id: record_reply(
            session,
            slot=each,
            meaning=meaning,
            from_person_id=from_person_id or each.person_id,
            by=by,
            now=now,
        )
        for each in awaited_with(session, slot)
        if each.id == slot.id or each.asked_at is not None or with_unasked
    }
    return settled[slot.id]
