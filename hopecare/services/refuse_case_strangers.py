"""Refuse whoever may not be made responsible in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.rota import staff_choices
from hopecare.queries.who_has_left import is_gone

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case


def refuse_case_strangers(
    session: Session, case: Case, person_id: UUID, *, field: str, on: date
) -> None:
    """Only staff of the case's centre or of the whole town may be, and nobody who has left."""
    staff = staff_choices(session, centre_id=case.centre_id, on=on)
    if person_id not in {each for each, _ in staff} or is_gone(session, person_id):
        raise InvalidInputError({field: ["not_of_this_centre"]})
