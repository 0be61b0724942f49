"""Part the search terms of new people into those needed at once and those that may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models import SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from hopecare.services.stage_rows import Batch

# What a second import of the same list needs to know its people again. The other terms only serve
# the search box; there are many of them, and they follow in short transactions of their own.
FIRST_TERMS: Final = frozenset({TermKind.NAME, TermKind.BIRTH_ON})


def part_terms(batch: Batch) -> tuple[Batch, Batch]:
    """Part a batch into what is one transaction and the search terms that follow it."""
    terms = batch.get(SearchTerm, [])
    first = [row for row in terms if row["kind"] in FIRST_TERMS]
    later = [row for row in terms if row["kind"] not in FIRST_TERMS]
    return {**batch, SearchTerm: first}, {SearchTerm: later}
