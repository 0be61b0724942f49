"""Numbers of people to which no text comes, until a person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.recurring import row_caused_by
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

CAUSE: Final = "dead_number"


def dead_number_key(point_id: UUID) -> str:
    """Name the work on one number: however many texts get lost on their way there, it is one."""
    return f"{CAUSE}:{point_id}"


def works_on_numbers(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Give the open work on numbers of these people, by the number it is about."""
    open_works = select(CallTask.id, CallTask.dedup_key).where(
        CallTask.person_id.in_(person_ids),
        CallTask.kind == CallTaskKind.RENEW_NUMBER,
        CallTask.status == CallTaskStatus.OPEN,
    )
    found = {row_caused_by(CAUSE, key): work_id for work_id, key in session.execute(open_works)}
    return {point_id: work_id for point_id, work_id in found.items() if point_id is not None}
