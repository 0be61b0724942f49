"""Puts what is known of a household into columns: values as spans, gaps as the declared bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.facts import Answer, Bounds, Fact, FactKind, HouseholdFacts
from hopecare.domain.eligibility.frame import Column, Frame, Rows, Value
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from hopecare.domain.eligibility.pack import ListDeclaration, Pack
    from hopecare.domain.eligibility.spans import FloatColumn, IntColumn
    from hopecare.domain.eligibility.tables import Table


def frame_of(pack: Pack, facts: HouseholdFacts, figures: Mapping[str, Span | Table]) -> Frame:
    """Put one household into a frame of one."""
    return frame_of_many(pack, [facts], figures)


def frame_of_many(
    pack: Pack, households: Sequence[HouseholdFacts], figures: Mapping[str, Span | Table]
) -> Frame:
    """Lay many households side by side, so that the same rules judge them in one walk."""
    columns = {
        fact.key: column_of(fact, [answer_to(fact, facts) for facts in households])
        for fact in wholes(pack)
    }
    for key in pack.programmes:
        columns[RECEIVING + key] = _truths([facts.receiving.get(key) for facts in households])
    frame = Frame(len(households), columns, {}, figures)
    for listed in pack.lists.values():
        given = [facts.rows.get(listed.key, ()) for facts in households]
        now = np.array([len(rows) for rows in given], dtype=np.int64)
        size = least_and_most(now, frame.span(listed.counted_by))
        columns[listed.counted_by] = size
        frame.rows[listed.key] = _rows(pack, listed, given, size)
    return frame


def spread(one: Frame, count: int) -> Frame:
    """Lay one household side by side `count` times; its columns of one stand for all."""
    frame = Frame(count, dict(one.columns), {}, one.figures)
    for key, rows in one.rows.items():
        owner = np.repeat(np.arange(count, dtype=np.int64), rows.owner.shape[0])
        columns = {name: _tiled(column, count) for name, column in rows.columns.items()}
        frame.rows[key] = Rows(owner, np.tile(rows.present, count), columns)
    return frame


def _tiled(column: Column, count: int) -> Column:
    """Repeat a column as a whole; one of one stands for all rows as it is."""
    if not isinstance(column, Span):
        return _repeated(column, count)
    lo = _repeated(column.lo, count)
    return Span(lo, lo if column.exact else _repeated(column.hi, count))


def _repeated(column: NDArray[Value], count: int) -> NDArray[Value]:
    if column.shape[0] == 1:
        return column
    return column.reshape(1, -1).repeat(count, axis=0).reshape(-1)


def wholes(pack: Pack) -> list[Fact]:
    """Give the facts that are asked of the household as a whole."""
    return [fact for fact in pack.facts.values() if fact.rows is None]


def row_facts(pack: Pack, list_key: str) -> list[Fact]:
    """Give the facts that are asked of each row of a list."""
    return [fact for fact in pack.facts.values() if fact.rows == list_key]


def answer_to(fact: Fact, facts: HouseholdFacts) -> Answer | None:
    """Give what is known of a fact; a finding counts only when a person recorded it."""
    if fact.judged_by is None:
        return facts.values.get(fact.key)
    decision = facts.decisions.get(fact.key)
    return None if decision is None else decision.holds


def column_of(fact: Fact, answers: Sequence[Answer | None]) -> Column:
    """Put the answers to one fact into a column."""
    if fact.kind is FactKind.YES_NO:
        return _truths(answers)
    bounds = {answer: bounds_of(fact, answer) for answer in set(answers)}
    lo = np.array([bounds[answer][0] for answer in answers], dtype=np.float64)
    if all(low == high for low, high in bounds.values()):
        return Span(lo, lo)
    return Span(lo, np.array([bounds[answer][1] for answer in answers], dtype=np.float64))


def bounds_of(fact: Fact, answer: Answer | None) -> tuple[float, float]:
    """Give the numbers between which an answer lies; no answer gives the declared bounds."""
    match answer:
        case None:
            return fact.lo, fact.hi
        case Bounds(lo=lo, hi=hi):
            return max(lo, fact.lo), min(hi, fact.hi)
        case str():
            place = float(fact.choices.index(answer))
            return place, place
        case _:
            return float(answer), float(answer)


def presence(position: FloatColumn, size: Span) -> Truth:
    """Judge for each place in a list whether there is a row, given how many there are."""
    return np.where(position < size.lo, YES, np.where(position < size.hi, UNDECIDED, NO))


def _truths(answers: Iterable[Answer | None]) -> Truth:
    codes = [UNDECIDED if answer is None else YES if answer else NO for answer in answers]
    return np.array(codes, dtype=np.int8)


def least_and_most(listed: IntColumn, said: Span) -> Span:
    """Take those listed for the least there are; only a number that was said is the most."""
    lo = np.minimum(np.maximum(said.lo, listed), said.hi)
    return Span(lo, lo) if np.array_equal(lo, said.hi) else Span(lo, said.hi)


def _rows(
    pack: Pack, listed: ListDeclaration, given: Sequence[Sequence[Mapping[str, Answer]]], size: Span
) -> Rows:
    counts = np.maximum([len(rows) for rows in given], size.hi.astype(np.int64))
    filled = [
        row
        for rows, count in zip(given, counts, strict=True)
        for row in (*rows, *({} for _ in range(int(count) - len(rows))))
    ]
    columns = {}
    for fact in row_facts(pack, listed.key):
        short = short_key(fact)
        columns[fact.key] = column_of(fact, [row.get(short) for row in filled])
    owner, position = owners_of(counts)
    return Rows(owner, presence(position, size.take(owner)), columns)


def owners_of(counts: IntColumn) -> tuple[IntColumn, FloatColumn]:
    """Say for every row whose it is, and its place among that household's rows."""
    owner = np.repeat(np.arange(counts.shape[0], dtype=np.int64), counts)
    begins = np.cumsum(counts) - counts
    return owner, (np.arange(owner.shape[0]) - begins[owner]).astype(np.float64)


def short_key(fact: Fact) -> str:
    """Give a row fact's name within its row: `wage` for `member.wage`."""
    return fact.key.partition(".")[2]
