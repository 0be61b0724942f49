"""What was corrected by hand in a directory, and what its source says instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.phone import dialled

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One field of a service or an office that a hand changed and a file would change back."""

    row_id: UUID
    name: str
    field: str
    hand: Any
    file: Any
    """Both as words, numbers, or lists of them: as they are kept and hashed."""

    def line(self) -> tuple[object, ...]:
        """Give what a hash of a plan holds of it: another word by hand makes another plan."""
        return ("corrected", str(self.row_id), self.field, self.hand, self.file)


def is_alike(field: str, one: object, other: object) -> bool:
    """Say whether two values say the same: spaces and the way of writing a number say nothing."""
    return plain(field, one) == plain(field, other)


def plain(field: str, value: object) -> object:
    """Give what a value says, without how it is written."""
    if isinstance(value, str):
        if field == "phone":
            return dialled(value)
        return " ".join(value.split())
    return value or None
