"""What if a rule were otherwise: a figure set anew, a criterion dropped, for a whole population.

What the change does not reach is not worked out again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.frame import Frame
from hopecare.domain.eligibility.judging import fresh
from hopecare.domain.eligibility.rejudging import judge_again, reached_by
from hopecare.domain.eligibility.spans import YES, Span
from hopecare.domain.eligibility.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.figures import Parameter
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.nodes import NumberNode
    from hopecare.domain.eligibility.pack import Pack, Programme


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
    programmes: Sequence[Programme],
    worked_out: Frame,
    base: Mapping[str, ProgrammeColumns],
    scenario: Scenario,
    day: date,
) -> dict[str, ProgrammeColumns]:
    """Judge a worked-out population again under a scenario."""
    frame = fresh(worked_out, figures_under(pack, scenario, day))
    reached = reached_by(pack, scenario.figures)
    return judge_again(pack, programmes, frame, base, reached, _forced(scenario))


def _forced(scenario: Scenario) -> dict[str, dict[str, np.int8]]:
    """A criterion that is dropped counts as met."""
    forced: dict[str, dict[str, np.int8]] = {}
    for programme, path in scenario.dropped:
        forced.setdefault(programme, {})[path] = YES
    return forced


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
