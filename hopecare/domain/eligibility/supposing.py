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

Ends = tuple[int] | tuple[float, float]


def stances_of(pack: Pack, frame: Frame, fact: Fact, row: int | None) -> Iterator[tuple[str, int]]:
    """Give each fact, as declared, that this question supposes something of.

    With it, whether that holds (1), does not (-1), or is open (0).
    """
    for item in fact.supposes:
        yield item.fact, _stance(pack, frame, fact, row, item)


def _stance(pack: Pack, frame: Frame, fact: Fact, row: int | None, item: Supposition) -> int:
    supposed = pack.facts[item.fact]
    if supposed.rows is None:
        return _holds(item, _ends(frame.columns[item.fact], 0))
    rows = frame.rows[supposed.rows]
    column = rows.columns[item.fact]
    if row is not None and fact.rows == supposed.rows:
        return _holds(item, _ends(column, row))
    everyone = {(int(present), _ends(column, at)) for at, present in enumerate(rows.present)}
    return max(
        (min(present, _holds(item, ends)) for present, ends in everyone), default=int(UNDECIDED)
    )


def _ends(column: Column, place: int) -> Ends:
    """Give what is known at a place: a number's bounds, or a truth alone."""
    if isinstance(column, Span):
        return float(column.lo[place]), float(column.hi[place])
    return (int(column[place]),)


def _holds(item: Supposition, ends: Ends) -> int:
    if len(ends) == 1:
        (truth,) = ends
        return truth if truth == int(UNDECIDED) else int(YES if truth in item.among else NO)
    lo, hi = ends
    if item.among:
        inside = [value in item.among for value in range(int(lo), int(hi) + 1)]
        return _three(all_in=all(inside), any_in=any(inside))
    return _three(all_in=item.lo <= lo and hi <= item.hi, any_in=lo <= item.hi and item.lo <= hi)


def _three(*, all_in: bool, any_in: bool) -> int:
    if all_in:
        return int(YES)
    return int(UNDECIDED) if any_in else int(NO)
