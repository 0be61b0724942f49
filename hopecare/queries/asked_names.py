"""Whose answers an assessment holds: the resident's name by the place of their row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hopecare.domain.row_names import Named, names_in, who_is_who
from hopecare.queries.assessments import said_in

if TYPE_CHECKING:
    from models import Assessment, Person


def name_asked(resident: Person, said: Assessment) -> dict[int, str]:
    """Give the resident's name by the place of their row in what was said."""
    rows = [row for part in said_in(said).values() if isinstance(part, list) for row in part]
    born = date.fromisoformat(resident.birth_on) if resident.birth_on else None
    named = Named(id=resident.id, name=resident.full_name, born=born)
    return names_in(who_is_who(rows, named, (), on=said.on_date))
