"""What a question takes for granted: only where it holds is the question worth its breath.

A supposition never decides an answer. It only says when to ask: at once where it holds, after the
fact it hangs on where that is open, last of all where it surely does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.facts import Fact, Supposition
    from hopecare.domain.eligibility.frame import Column, Frame
    from hopecare.domain.eligibility.pack import Pack


def stance_of(pack: Pack, frame: Frame, fact: Fact, row: int | None) -> int:
    """Say whether all that this question supposes holds (1), does not (-1), or is open (0)."""
    stances = [_stance(pack, frame, fact, row, item) for item in fact.supposes]
    return min(stances, default=int(YES))


def open_suppositions(pack: Pack, frame: Frame, fact: Fact, row: int | None) -> Iterator[str]:
    """Give the facts, as declared, whose answer would say whether the question fits."""
    for item in fact.supposes:
        if _stance(pack, frame, fact, row, item) == UNDECIDED:
            yield item.fact


def _stance(pack: Pack, frame: Frame, fact: Fact, row: int | None, item: Supposition) -> int:
    supposed = pack.facts[item.fact]
    if supposed.rows is None:
        return _holds(item, frame.columns[item.fact], 0)
    rows = frame.rows[supposed.rows]
    column = rows.columns[item.fact]
    if row is not None and fact.rows == supposed.rows:
        return _holds(item, column, row)
    anyone = (
        min(int(present), _holds(item, column, place)) for place, present in enumerate(rows.present)
    )
    return max(anyone, default=int(UNDECIDED))


def _holds(item: Supposition, column: Column, place: int) -> int:
    if not isinstance(column, Span):
        truth = int(column[place])
        return truth if truth == int(UNDECIDED) else int(YES if truth in item.among else NO)
    lo, hi = float(column.lo[place]), float(column.hi[place])
    if item.among:
        inside = [value in item.among for value in range(int(lo), int(hi) + 1)]
        return _three(all_in=all(inside), any_in=any(inside))
    return _three(all_in=item.lo <= lo and hi <= item.hi, any_in=lo <= item.hi and item.lo <= hi)


def _three(*, all_in: bool, any_in: bool) -> int:
    if all_in:
        return int(YES)
    return int(UNDECIDED) if any_in else int(NO)
