"""Part new people's rows into those needed at once and those that may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from models import ContactPoint, SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from hopecare.services.stage_rows import Batch

# What a second import of the same list needs to know its people again. The other terms, and the
# last digits of a number, only serve the search box; their indexes cost most of all, each row lying
# somewhere else in them, so they follow in short transactions of their own.
FIRST_TERMS: Final = frozenset({TermKind.NAME, TermKind.BIRTH_ON})
LATER_DIGITS: Final = ("last_four_index", "last_eight_index")
_NO_DIGITS: Final[dict[str, Any]] = dict.fromkeys(LATER_DIGITS)


def part_batch(batch: Batch) -> tuple[Batch, Batch]:
    """Part a batch into what is one transaction and what `complete_people` adds after it."""
    terms, points = batch.get(SearchTerm, []), batch.get(ContactPoint, [])
    first: Batch = {
        **batch,
        SearchTerm: [row for row in terms if row["kind"] in FIRST_TERMS],
        ContactPoint: [row | _NO_DIGITS for row in points],
    }
    later: Batch = {
        SearchTerm: [row for row in terms if row["kind"] not in FIRST_TERMS],
        ContactPoint: [
            {key: row[key] for key in ("id", "town_id", *LATER_DIGITS)} for row in points
        ],
    }
    return first, later
