"""Write where somebody works or learns: encrypted to read, and as a keyed hash to compare by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.search_terms import workplace_index

if TYPE_CHECKING:
    from models import Person


def write_workplace(person: Person, workplace: str | None) -> bool:
    """Write name and hash, or forget both; say whether anything changed."""
    name = workplace or None
    if person.workplace == name:
        return False
    person.workplace = name
    person.workplace_index = workplace_index(name) if name else None
    return True
