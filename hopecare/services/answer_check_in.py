"""Take what somebody said to us about today, where no machine heard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotPermittedError
from hopecare.queries.check_ins import plan_by_id, slot_by_id
from hopecare.services.record_answer import record_answer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.replies import ReplyMeaning


def answer_check_in(
    session: Session,
    *,
    slot_id: UUID,
    meaning: ReplyMeaning,
    from_person_id: UUID | None,
    by: Identity,
    now: datetime,
) -> bool:
    """Settle this check-in and the older open ones; False: it waits for another's word.

    Only the resident and whoever is asked in their place answer it.
    """
    slot = slot_by_id(session, slot_id)
    carer_id = plan_by_id(session, slot.plan_id).asked_person_id
    if from_person_id not in (None, slot.person_id, carer_id):
        raise NotPermittedError(permission="check_in.answer", person_id=from_person_id)
    return record_answer(
        session,
        slot=slot,
        meaning=meaning,
        from_person_id=from_person_id,
        with_unasked=True,
        by=by,
        now=now,
    )
