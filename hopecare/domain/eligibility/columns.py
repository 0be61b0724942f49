"""Puts what is known of a household into columns: values as spans, gaps as the declared bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.facts import Answer, Bounds, Fact, FactKind, HouseholdFacts
from hopecare.domain.eligibility.frame import Column, Frame, Rows
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span, Truth, constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hopecare.domain.eligibility.pack import ListDeclaration, Pack
    from hopecare.domain.eligibility.spans import Table


def frame_of(pack: Pack, facts: HouseholdFacts, figures: Mapping[str, Span | Table]) -> Frame:
    """Put one household into a frame of one."""
    columns = {fact.key: column_of(fact, [answer_to(fact, facts)]) for fact in wholes(pack)}
    for key in pack.programmes:
        columns[RECEIVING + key] = _truths([facts.receiving.get(key)])
    frame = Frame(1, columns, {}, figures)
    for listed in pack.lists.values():
        given = facts.rows.get(listed.key)
        if given is not None and listed.counted_by not in facts.values:
            columns[listed.counted_by] = constant(len(given))
        frame.rows[listed.key] = _rows(pack, listed, given or (), frame.span(listed.counted_by))
    return frame


def spread(pack: Pack, one: Frame, count: int) -> Frame:
    """Lay one household side by side `count` times; its columns of one stand for all."""
    keys = [fact.key for fact in wholes(pack)]
    keys += [RECEIVING + key for key in pack.programmes]
    frame = Frame(count, {key: one.columns[key] for key in keys}, {}, one.figures)
    for key, rows in one.rows.items():
        owner = np.repeat(np.arange(count, dtype=np.int64), rows.owner.shape[0])
        columns = {fact.key: _tiled(rows.columns[fact.key], count) for fact in row_facts(pack, key)}
        frame.rows[key] = Rows(owner, np.tile(rows.present, count), columns)
    return frame


def _tiled(column: Column, count: int) -> Column:
    if isinstance(column, Span):
        lo = np.tile(column.lo, count)
        return Span(lo, lo if column.exact else np.tile(column.hi, count))
    return np.tile(column, count)


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
    bounds = [bounds_of(fact, answer) for answer in answers]
    lo = np.array([low for low, _ in bounds], dtype=np.float64)
    hi = np.array([high for _, high in bounds], dtype=np.float64)
    return Span(lo, lo) if np.array_equal(lo, hi) else Span(lo, hi)


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


def presence(position: np.ndarray[tuple[int], np.dtype[np.float64]], size: Span) -> Truth:
    """Judge for each place in a list whether there is a row, given how many there are."""
    return np.where(position < size.lo, YES, np.where(position < size.hi, UNDECIDED, NO))


def _truths(answers: Iterable[Answer | None]) -> Truth:
    codes = [UNDECIDED if answer is None else YES if answer else NO for answer in answers]
    return np.array(codes, dtype=np.int8)


def _rows(
    pack: Pack, listed: ListDeclaration, given: Sequence[Mapping[str, Answer]], size: Span
) -> Rows:
    count = max(len(given), int(size.hi[0]))
    filled = [*given, *({} for _ in range(count - len(given)))]
    columns = {
        fact.key: column_of(fact, [row.get(short_key(fact)) for row in filled])
        for fact in row_facts(pack, listed.key)
    }
    owner = np.zeros(count, dtype=np.int64)
    return Rows(owner, presence(np.arange(count, dtype=np.float64), size), columns)


def short_key(fact: Fact) -> str:
    """Give a row fact's name within its row: `wage` for `member.wage`."""
    return fact.key.partition(".")[2]
