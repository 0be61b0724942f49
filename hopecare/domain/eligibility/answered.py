"""Puts what many households said, question by question, into columns: no household stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.columns import (
    column_of,
    least_and_most,
    owners_of,
    presence,
    row_facts,
    short_key,
    wholes,
)
from hopecare.domain.eligibility.facts import FactKind
from hopecare.domain.eligibility.frame import Frame, Rows
from hopecare.domain.eligibility.probing import receipt_fact
from hopecare.domain.eligibility.spans import UNDECIDED, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.eligibility.facts import Answer, Fact
    from hopecare.domain.eligibility.frame import Column
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack
    from hopecare.domain.eligibility.spans import IntColumn
    from hopecare.domain.eligibility.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers of so many households to each question that was asked, by its key as asked.

    None stands where one said nothing. `listed` has how many rows of each list a household gave.
    """

    count: int
    answers: Mapping[str, Sequence[Answer | None]]
    listed: Mapping[str, IntColumn]

    def to(self, fact: Fact, key: str = "") -> Column:
        """Put the answers to one question into a column."""
        answers = self.answers.get(key or fact.key)
        return _unsaid(fact, self.count) if answers is None else column_of(fact, answers)

    def is_sound(self, pack: Pack) -> bool:
        """Tell whether nobody lists more or fewer people than there may be."""
        return all(self._fits(pack.facts[item.counted_by], key) for key, item in pack.lists.items())

    def _fits(self, counter: Fact, listed_key: str) -> bool:
        listed, said = self.listed[listed_key], self.answers.get(counter.key)
        size = self.to(counter)
        unsaid = [True] * self.count if said is None else [answer is None for answer in said]
        too_few = np.array(unsaid) & (listed > 0) & (listed < counter.lo)
        return isinstance(size, Span) and not (too_few | (listed > size.hi)).any()


def frame_of_answered(pack: Pack, said: Answered, figures: Mapping[str, Span | Table]) -> Frame:
    """Lay the households side by side, as if each had been put into columns alone."""
    asked = (*wholes(pack), *(receipt_fact(item) for item in pack.programmes.values()))
    frame = Frame(said.count, {fact.key: said.to(fact) for fact in asked}, {}, figures)
    for listed in pack.lists.values():
        size = least_and_most(said.listed[listed.key], frame.span(listed.counted_by))
        frame.columns[listed.counted_by] = size
        frame.rows[listed.key] = _rows(pack, listed, said, size)
    return frame


def _rows(pack: Pack, listed: ListDeclaration, said: Answered, size: Span) -> Rows:
    given = said.listed[listed.key]
    counts = np.maximum(given, size.hi.astype(np.int64))
    owner, position = owners_of(counts)
    begins = np.cumsum(counts) - counts
    columns = {
        fact.key: _row_column(listed.key, fact, said, begins, owner.shape[0])
        for fact in row_facts(pack, listed.key)
    }
    return Rows(owner, presence(position, size.take(owner)), columns)


def _row_column(
    listed_key: str, fact: Fact, said: Answered, begins: IntColumn, count: int
) -> Column:
    """Put what was said of each place in the list where that place stands in each household."""
    column, given = _unsaid(fact, count), said.listed[listed_key]
    for place in range(int(given.max(initial=0))):
        key = f"{listed_key}.{place}.{short_key(fact)}"
        if key in said.answers:
            mine = np.flatnonzero(given > place)
            _put(column, begins[mine] + place, said.to(fact, key), mine)
    if isinstance(column, Span) and (column.lo == column.hi).all():
        return Span(column.lo, column.lo)
    return column


def _put(column: Column, at: IntColumn, answers: Column, mine: IntColumn) -> None:
    if isinstance(column, Span) and isinstance(answers, Span):
        column.lo[at], column.hi[at] = answers.lo[mine], answers.hi[mine]
    elif not isinstance(column, Span) and not isinstance(answers, Span):
        column[at] = answers[mine]


def _unsaid(fact: Fact, count: int) -> Column:
    """Give the column of a fact that nobody said."""
    if fact.kind is FactKind.YES_NO:
        return np.full(count, UNDECIDED)
    lo = np.full(count, fact.lo, dtype=np.float64)
    return Span(lo, lo if fact.lo == fact.hi else np.full(count, fact.hi, dtype=np.float64))
