"""What if a rule were otherwise: a figure set anew, a criterion dropped, for a whole population.

What the change does not reach is not worked out again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.frame import Frame
from hopecare.domain.eligibility.judging import (
    Judged,
    ProgrammeColumns,
    fresh,
    judge_programme,
    paths,
    work_out,
)
from hopecare.domain.eligibility.pack import ELIGIBLE
from hopecare.domain.eligibility.spans import YES, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.eligibility.nodes import NumberNode
    from hopecare.domain.eligibility.pack import Pack, Parameter, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One change of the rules, as data: figures set anew, criteria that no longer count.

    A figure of a table is worked out for each row of it. `dropped` names programme and path;
    `take_up` is the share of those who may qualify that is thought to apply, 1 unless said.
    """

    key: str
    name: Mapping[str, str]
    figures: Mapping[str, NumberNode] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()
    take_up: Mapping[str, float] = field(default_factory=dict)


def figures_under(pack: Pack, scenario: Scenario, day: date) -> dict[str, Span | Table]:
    """Give every figure of this day as the scenario sets it."""
    figures = pack.figures(day)
    changed = {
        key: _set_anew(pack, pack.parameters[key], node, figures)
        for key, node in scenario.figures.items()
    }
    return figures | changed


def judge_under(
    pack: Pack,
    programmes: Iterable[Programme],
    worked_out: Frame,
    base: Mapping[str, ProgrammeColumns],
    scenario: Scenario,
    day: date,
) -> dict[str, ProgrammeColumns]:
    """Judge a worked-out population again under a scenario."""
    reached = _reached(pack, frozenset(scenario.figures))
    frame = fresh(worked_out, figures_under(pack, scenario, day))
    work_out((item for item in pack.derived if item.key in reached), frame)
    return {
        programme.key: judge_programme(
            programme,
            frame,
            kept=_kept(programme, base[programme.key], reached),
            forced=_forced(programme, scenario),
        )
        for programme in programmes
    }


def _reached(pack: Pack, changed: frozenset[str]) -> frozenset[str]:
    """Give the changed figures and every derived value that hangs on one of them."""
    reached = set(changed)
    for item in pack.derived:
        if item.node.names & reached:
            reached.add(item.key)
    return frozenset(reached)


def _kept(
    programme: Programme, before: ProgrammeColumns, reached: frozenset[str]
) -> dict[str, Judged]:
    return {
        path: before.criteria[path]
        for path, criterion in paths(programme.require)
        if criterion.test is not None
        and not criterion.test.names & reached
        and not any(name.startswith(ELIGIBLE) for name in criterion.test.names)
    }


def _forced(programme: Programme, scenario: Scenario) -> dict[str, np.int8]:
    """A criterion that is dropped counts as met."""
    return {path: YES for key, path in scenario.dropped if key == programme.key}


def _set_anew(
    pack: Pack, parameter: Parameter, node: NumberNode, figures: Mapping[str, Span | Table]
) -> Span | Table:
    """Work a figure out from the figures as they are; a table row by row."""
    before = figures[parameter.key]
    if isinstance(before, Span):
        return node.run(Frame(1, {}, {}, figures))
    rows = before.rows.shape[0]
    beside = {
        key: Span(figure.rows, figure.rows if figure.tops is None else figure.tops)
        for key, figure in figures.items()
        if isinstance(figure, Table)
        and pack.parameters[key].by == parameter.by
        and (figure.first, figure.rows.shape[0]) == (before.first, rows)
    }
    worked_out = node.run(Frame(rows, dict(beside), {}, figures))
    lo, hi = (np.broadcast_to(end, (rows,)) for end in (worked_out.lo, worked_out.hi))
    return Table(before.first, lo, None if np.array_equal(lo, hi) else hi)
