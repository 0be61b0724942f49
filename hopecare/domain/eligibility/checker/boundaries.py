"""Whether the pack's own examples stand on both sides of every limit, in each of its vintages.

An example stands at a limit when it misses or meets it by at most one unit (or by a ten-millionth
of it, where the limit is compared with a multiple of what is asked). A test of figures alone, such
as whether a rule holds yet, asks nothing of a household: its two sides are the day on which a
figure begins and the day before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.checker.finding import Finding
from hopecare.domain.eligibility.checking import problems_of
from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.judging import judge
from hopecare.domain.eligibility.spans import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hopecare.domain.eligibility.figures import Parameter
    from hopecare.domain.eligibility.judging import Judged
    from hopecare.domain.eligibility.nodes import TruthNode
    from hopecare.domain.eligibility.pack import Pack, PackCase, Programme

NEAR: Final = 1.0
NEAR_SHARE: Final = 1e-7
BOTH_SIDES: Final = {int(YES), int(NO)}
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stand:
    """An example that stands at a limit: on which day and on which side."""

    place: Place
    on: date
    side: int


def missing_boundaries(pack: Pack) -> Iterator[Finding]:
    """Give every limit, by the day it begins, at which no pair of examples stands."""
    stands = list(_stands(pack))
    for programme in pack.programmes.values():
        for path, criterion in programme.criteria.items():
            if criterion.test is None:
                continue
            mine = [stand for stand in stands if stand.place == (programme.key, path)]
            for since in _untried(pack, programme, criterion.test, mine):
                place = ("programmes", programme.key, "require", *path.split("."))
                about = f"{programme.key}.{path} from {since}"
                yield Finding(place, "boundary_missing", about)


def _untried(
    pack: Pack, programme: Programme, test: TruthNode, stands: list[Stand]
) -> Iterator[date]:
    """Give the days from which a limit stands with no example on one of its sides."""
    is_dates_only = test.names <= set(pack.parameters)
    for since, until in _vintages(pack, programme, test):
        if is_dates_only:
            is_tried = _days_around(programme, since) <= {stand.on for stand in stands}
        else:
            is_tried = _sides_between(stands, since, until) == BOTH_SIDES
        if not is_tried:
            yield since


def _days_around(programme: Programme, since: date) -> set[date]:
    """Give the day on which a figure begins, and the day before if the programme was there."""
    return {day for day in (since - timedelta(days=1), since) if programme.in_force(day)}


def _sides_between(stands: list[Stand], since: date, until: date | None) -> set[int]:
    return {one.side for one in stands if since <= one.on and (until is None or one.on < until)}


def _vintages(pack: Pack, programme: Programme, test: TruthNode) -> list[tuple[date, date | None]]:
    """Give the stretches of days in which a limit stands unchanged while the programme exists."""
    figures = _figures_of(pack, test)
    if test.sides is None or not figures:
        return []
    days = {max(dated.since, programme.since) for one in figures for dated in one.values}
    begins = sorted(
        day
        for day in days
        if programme.in_force(day) and all(one.on(day) is not None for one in figures)
    )
    ends: list[date | None] = [*begins[1:], None]
    return list(zip(begins, ends, strict=False))


def _figures_of(pack: Pack, test: TruthNode) -> list[Parameter]:
    """Give the figures a test compares with: named in it, or behind the name on its right."""
    names = set(test.names)
    if test.sides is not None and not names & set(pack.parameters):
        names = set(test.sides.right.names)
        for derived in reversed(pack.derived):
            names |= derived.node.names if derived.key in names else set()
    return [parameter for key, parameter in pack.parameters.items() if key in names]


def _stands(pack: Pack) -> Iterator[Stand]:
    """Judge all examples, those of a day together, and keep those at a limit."""
    sound = [case for case in pack.cases if not problems_of(pack, case.facts)]
    for day, group in groupby(sorted(sound, key=lambda case: case.on), key=lambda case: case.on):
        standing = [item for item in pack.programmes.values() if item.in_force(day)]
        yield from _stands_on(pack, day, list(group), standing)


def _stands_on(
    pack: Pack, day: date, cases: list[PackCase], standing: list[Programme]
) -> Iterator[Stand]:
    frame = frame_of_many(pack, [case.facts for case in cases], pack.figures(day))
    for key, columns in judge(pack, standing, frame).items():
        for path, judged in columns.criteria.items():
            for side in _sides(judged, len(cases)):
                yield Stand((key, path), day, side)


def _sides(judged: Judged, count: int) -> set[int]:
    """Give the sides on which some household stands at the limit."""
    margin, right = judged.margin, judged.right
    if margin is None or right is None:
        return set()
    lo, hi = (np.broadcast_to(bound, count) for bound in (margin.lo, margin.hi))
    limit = np.broadcast_to(np.abs(right.lo), count)
    with np.errstate(invalid="ignore"):
        near = (lo == hi) & (np.abs(lo) <= np.maximum(NEAR, limit * NEAR_SHARE))
    return {int(side) for side in np.broadcast_to(judged.truth, count)[near]} & BOTH_SIDES
