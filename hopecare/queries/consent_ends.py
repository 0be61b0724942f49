"""Consents with a last day: those that have ended, or end soon, and nobody has asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.consent import ConsentAct
from models import ConsentEntry

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

SOON: Final = timedelta(days=30)
"""Long enough to visit somebody who is asked face to face."""


def ends_soon(on: date) -> ColumnElement[bool]:
    """Make the condition that a yes is the last word on its purpose and ends, or has ended."""
    later = aliased(ConsentEntry)
    is_later = or_(
        later.at > ConsentEntry.at, and_(later.at == ConsentEntry.at, later.id > ConsentEntry.id)
    )
    superseded = (
        select(later.id)
        .where(
            later.person_id == ConsentEntry.person_id,
            later.purpose == ConsentEntry.purpose,
            is_later,
        )
        .exists()
    )
    return and_(
        ConsentEntry.act == ConsentAct.GIVEN, ConsentEntry.expires_on <= on + SOON, ~superseded
    )
