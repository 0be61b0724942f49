"""Refuse the right of somebody who cannot be asked where they have said no to everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.packets import may_override
from hopecare.errors import InvalidInputError
from hopecare.queries.referrals import noes_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.packets import OverrideReason


def refuse_answered(session: Session, person_id: UUID, reason: OverrideReason, *, on: date) -> None:
    """Refuse it where they want no record any more: they were asked, and have answered."""
    if not may_override(reason, noes_of(session, person_id, on=on)):
        raise InvalidInputError({"override_reason": ["said_no_to_record"]})
