"""Walks a pack over a frame: derived values first, then each criterion, then each programme.

Everything here works on whole columns, so that one household and a million take the same path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility import spans
from hopecare.domain.eligibility.figure_check import Rounding
from hopecare.domain.eligibility.nodes import NumberNode
from hopecare.domain.eligibility.pack import (
    ELIGIBLE,
    Criterion,
    Derived,
    Joining,
    Pack,
    Programme,
    joined,
)
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame
    from hopecare.domain.eligibility.nodes import TruthNode
    from hopecare.domain.eligibility.spans import FloatColumn
    from hopecare.domain.eligibility.tables import Table

ROUNDERS: Final[dict[Rounding, Callable[[FloatColumn], FloatColumn]]] = {
    Rounding.DOWN: spans.round_down,
    Rounding.UP: spans.round_up,
    Rounding.NEAREST: spans.round_nearest,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion's truth, and both sides where it is a single comparison."""

    truth: Truth
    left: Span | None = None
    right: Span | None = None
    margin: Span | None = None

    @property
    def width(self) -> int:
        """Count its places; one stands for every household."""
        if self.left is None or self.right is None:
            return len(self.truth)
        return max(self.left.width, self.right.width)

    def first(self) -> Judged:
        """Give what was found for the first household."""
        if self.width == 1:
            return self
        return Judged(self.truth[:1], *map(_first, (self.left, self.right, self.margin)))


NOTHING_FORCED: Final[Mapping[str, np.int8]] = MappingProxyType({})
NOTHING_KEPT: Final[Mapping[str, Judged]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ProgrammeColumns:
    """A programme's verdict, its criteria by path, and its amount."""

    verdict: Truth
    criteria: Mapping[str, Judged]
    amount: Span | None

    def first(self) -> ProgrammeColumns:
        """Give what was found for the first household."""
        criteria = {path: judged.first() for path, judged in self.criteria.items()}
        return ProgrammeColumns(self.verdict[:1], criteria, _first(self.amount))


def judge(
    pack: Pack, programmes: Sequence[Programme], frame: Frame, *, derive_all: bool = True
) -> dict[str, ProgrammeColumns]:
    """Judge these programmes for every household of the frame, in the order of the pack.

    A later programme may ask for the verdict on an earlier one; one that is not judged is
    undecided. Without `derive_all` only what the programmes rest on is worked out.
    """
    work_out(pack.derived if derive_all else pack.derived_behind(programmes), frame)
    frame.columns |= {ELIGIBLE + key: np.zeros(1, dtype=np.int8) for key in pack.programmes}
    return {programme.key: judge_programme(programme, frame) for programme in programmes}


def work_out(derived: Iterable[Derived], frame: Frame) -> None:
    """Add derived values to the frame; each must come after what it is made of."""
    for item in derived:
        _derive(item, frame)


def judge_programme(
    programme: Programme,
    frame: Frame,
    *,
    kept: Mapping[str, Judged] = NOTHING_KEPT,
    forced: Mapping[str, np.int8] = NOTHING_FORCED,
) -> ProgrammeColumns:
    """Judge one programme; tests judged already are kept, and parts may be forced.

    The frame learns the verdict, so that later programmes may ask for it.
    """
    with np.errstate(invalid="ignore"):  # nothing bounds inf - inf
        criteria = {
            path: kept.get(path) or judge_test(criterion.test, frame)
            for path, criterion in programme.criteria.items()
            if criterion.test is not None
        }
        amount = _amount(programme, frame)
    truths = {path: judged.truth for path, judged in criteria.items()}
    for path, criterion in programme.criteria.items():
        if criterion.parts:
            criteria[path] = Judged(verdict(criterion, truths, path=path, forced=forced))
    decided = verdict(programme.require, truths, forced=forced)
    frame.columns[ELIGIBLE + programme.key] = decided
    return ProgrammeColumns(decided, criteria, amount)


def verdict(
    criterion: Criterion,
    truths: Mapping[str, Truth],
    *,
    path: str = "",
    forced: Mapping[str, np.int8] = NOTHING_FORCED,
) -> Truth:
    """Join the truths of a criterion's parts; parts named by their paths may be forced."""
    if path in forced:
        return np.array([forced[path]], dtype=np.int8)
    if not criterion.parts:
        return truths[path]
    parts = [
        verdict(part, truths, path=joined(path, part.id), forced=forced) for part in criterion.parts
    ]
    return reduce(np.minimum if criterion.joining is Joining.ALL else np.maximum, parts)


def open_criteria(
    programme: Programme, columns: ProgrammeColumns
) -> Iterator[tuple[str, Criterion]]:
    """Give the undecided criteria of one household whose groups are undecided too."""
    settled: tuple[str, ...] = ()
    for path, criterion in programme.criteria.items():
        if path.startswith(settled):
            continue
        if columns.criteria[path].truth[0] == UNDECIDED:
            yield path, criterion
        else:
            settled = (*settled, path + ".")


def deciding(programme: Programme, truths: Mapping[str, Truth], path: str) -> tuple[Truth, Truth]:
    """Give the verdicts if this criterion held, and if it did not, all else as it is."""
    return (
        verdict(programme.require, truths, forced={path: YES}),
        verdict(programme.require, truths, forced={path: NO}),
    )


def deciding_one(
    criterion: Criterion, truths: Mapping[str, int], path: str = ""
) -> Iterator[tuple[str, int, int]]:
    """Give each part's path with the verdicts if it held and if it did not, for one household.

    `truths` has those of groups too.
    """
    join, neutral = (min, 1) if criterion.joining is Joining.ALL else (max, -1)
    below = [(joined(path, part.id), part) for part in criterion.parts]
    stand = [truths[own] for own, _ in below]
    for place, (own, part) in enumerate(below):
        others = join(stand[:place] + stand[place + 1 :], default=neutral)
        yield own, join(1, others), join(-1, others)
        for inner, if_holds, if_fails in deciding_one(part, truths, own):
            yield inner, join(if_holds, others), join(if_fails, others)


def _derive(derived: Derived, frame: Frame) -> None:
    scope = frame if derived.rows is None else frame.inside(derived.rows)
    value: Column
    if isinstance(derived.node, NumberNode):
        value = derived.node.run(scope)
        if derived.rounding is not None:
            value = spans.shaped(value, ROUNDERS[derived.rounding])
    else:
        value = derived.node.run(scope)
    home = frame.columns if derived.rows is None else frame.rows[derived.rows].columns
    home[derived.key] = value


def _first(span: Span | None) -> Span | None:
    return None if span is None else span.head(1)


def judge_test(test: TruthNode, frame: Frame) -> Judged:
    """Judge one test; a single comparison also gives both sides and what lies between them."""
    sides = test.sides
    if sides is None:
        return Judged(test.run(frame))
    left, right = sides.left.run(frame), sides.right.run(frame)
    margin = spans.subtract(right, left) if sides.sign > 0 else spans.subtract(left, right)
    return Judged(sides.judge(left, right), left, right, margin)


def _amount(programme: Programme, frame: Frame) -> Span | None:
    if programme.amount is None:
        return None
    raw = spans.larger(programme.amount.node.run(frame), spans.constant(0))
    return spans.shaped(raw, ROUNDERS[programme.amount.rounding])


def fresh(frame: Frame, figures: Mapping[str, Span | Table] | None = None) -> Frame:
    """Give a copy whose derived values may be worked out anew, with other figures if given."""
    rows = {key: replace(item, columns=dict(item.columns)) for key, item in frame.rows.items()}
    return replace(
        frame,
        columns=dict(frame.columns),
        rows=rows,
        figures=frame.figures if figures is None else figures,
        kept=None,
    )
