"""Every limit of the Korean pack is tried a won under it, on it and a won over it, on the day
before each change, on the day and on the day after; the pack's own examples do that.

What is compared with a plain figure or table is held here; ages and amounts inside a formula have
their examples by name in `examples-changes.yaml`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pytest

from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.figures import Parameter
from hopecare.domain.eligibility.judging import judge
from hopecare.domain.eligibility.pack import Pack, Programme
from tests.packs_read import read_once

KOREA = read_once()
DAY = timedelta(days=1)
Place = tuple[str, str, date]


def limits(pack: Pack) -> Iterator[tuple[Programme, str, tuple[Parameter, ...]]]:
    """Give each comparison with the figures on its right, through one derived value at most."""
    derived = {item.key: item.node.names for item in pack.derived}
    for programme in pack.programmes.values():
        for path, criterion in programme.criteria.items():
            if criterion.test is None or criterion.test.sides is None:
                continue
            names = criterion.test.sides.right.names
            names = names.union(*(derived.get(name, frozenset()) for name in names))
            found = tuple(pack.parameters[name] for name in names if name in pack.parameters)
            if found and criterion.test.sides.left.names - set(pack.parameters):
                yield programme, path, found


def days_around(programme: Programme, figures: tuple[Parameter, ...]) -> list[date]:
    changes = {dated.since for one in figures for dated in one.values} | {programme.since}
    if programme.until is not None:
        changes.add(programme.until + DAY)
    near = {day for change in changes for day in (change - DAY, change, change + DAY)}
    return sorted(day for day in near if programme.in_force(day))


def tried(pack: Pack) -> dict[Place, set[tuple[float, float]]]:
    """Give for each limit and day the (limit, margin) pairs of the pack's own examples."""
    found: dict[Place, set[tuple[float, float]]] = defaultdict(set)
    for day, group in groupby(sorted(pack.cases, key=lambda case: case.on), key=lambda c: c.on):
        cases = list(group)
        frame = frame_of_many(pack, [case.facts for case in cases], pack.figures(day))
        for key, columns in judge(pack, pack.programmes_on(day), frame).items():
            for path, judged in columns.criteria.items():
                if judged.margin is None or judged.right is None:
                    continue
                ends = (judged.right.lo, judged.right.hi, judged.margin.lo, judged.margin.hi)
                lo, hi, low, high = (np.broadcast_to(end, len(cases)) for end in ends)
                exact = (lo == hi) & (low == high)
                found[key, path, day] |= set(
                    zip(lo[exact].tolist(), low[exact].tolist(), strict=True)
                )
    return found


LIMITS = list(limits(KOREA))
TRIED = tried(KOREA)


def rows_on(parameter: Parameter, day: date) -> list[float]:
    dated = parameter.on(day)
    return [] if dated is None else [row for row in dated.figures if math.isfinite(row)]


def test_the_limits_are_all_found():
    assert len(LIMITS) >= 18
    assert {programme.key for programme, _, _ in LIMITS} == set(KOREA.programmes)


@pytest.mark.parametrize(
    ("programme", "path", "figures"),
    LIMITS,
    ids=[f"{programme.key}.{path}" for programme, path, _ in LIMITS],
)
def test_a_limit_is_tried_on_both_sides_around_each_change(programme, path, figures):
    missed = []
    for day in days_around(programme, figures):
        seen = TRIED[programme.key, path, day]
        if len(figures) == 1 or path == "income":  # the limit is a row, and not a sum of two
            wanted = {row for one in figures for row in rows_on(one, day)}
            missed += [(day, row) for row in wanted if not _has_both_sides(seen, row)]
        elif not any(_has_both_sides(seen, right) for right, _ in seen):
            missed.append((day, 0.0))
    assert missed == []


def _has_both_sides(seen: set[tuple[float, float]], limit: float) -> bool:
    """A unit under, on, and over; where a multiple is compared, the nearest on both sides."""
    margins = {margin for right, margin in seen if right == limit}
    near = {margin for margin in margins if abs(margin) <= max(1.0, limit * 1e-7)}
    return near >= {-1.0, 0.0, 1.0} or (min(near, default=0.0) < 0 < max(near, default=0.0))
