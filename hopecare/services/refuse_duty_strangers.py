"""Refuse whoever may not be named in a centre's rota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.rota import staff_choices

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.services.set_duty import DutyWish


def refuse_duty_strangers(session: Session, wish: DutyWish, *, on: date) -> None:
    """Only staff of the centre or of the whole town take its alerts; nobody stands in for themself.

    A door asks it before it writes anything about them.
    """
    staff = {person_id for person_id, _ in staff_choices(session, centre_id=wish.centre_id, on=on)}
    if wish.person_id not in staff:
        raise InvalidInputError({"person_id": ["not_of_this_centre"]})
    if wish.substitute_id is None:
        return
    if wish.substitute_id not in staff:
        raise InvalidInputError({"substitute_id": ["not_of_this_centre"]})
    if wish.substitute_id == wish.person_id:
        raise InvalidInputError({"substitute_id": ["not_a_choice"]})
