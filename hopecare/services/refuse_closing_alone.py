"""Where a town wants a second person, nobody closes a case alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.closing_proposals import asks_second_person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def refuse_closing_alone(session: Session, *, case_id: UUID, now: datetime) -> None:
    """Refuse to close at once what is to be proposed; a death and a resident's no never ask."""
    if asks_second_person(session, case_by_id(session, case_id), now=now):
        raise InvalidInputError({"outcome": ["second_person_needed"]})
