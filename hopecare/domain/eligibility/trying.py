"""Lays possible answers to what is not known side by side, and judges what they could still move.

An answer only narrows what is known, so whatever is settled already stays as it is: only the open
tests are walked again, and only what they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hopecare.domain.eligibility.columns import presence, spread
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.frame import narrowed, undecided
from hopecare.domain.eligibility.judging import verdict, work_out
from hopecare.domain.eligibility.pack import ELIGIBLE, Criterion
from hopecare.domain.eligibility.spans import NO, YES, Span, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame, Rows
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Derived, ListDeclaration, Pack

UNBOUNDED_SAMPLES = (0.0, 1e5, 1e6, 1e7, 1e8, 1e9)
OpenCriteria = Mapping[str, Mapping[str, Criterion]]
"""The undecided criteria of each open programme, by path."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is not known: its key as asked (`members.0.wage`), and its row if it has one."""

    key: str
    fact: Fact
    row: int | None


class Trial(NamedTuple):
    """One possible answer to one gap, and how likely it is among the samples."""

    gap: Gap
    value: float
    weight: float


def trials_of(gap: Gap, frame: Frame) -> list[Trial]:
    """Give the answers to try for one gap: ordinary ones, and the ends of what is possible."""
    values = _samples(gap, frame)
    weights = dict(zip(gap.fact.samples, gap.fact.weights, strict=False))
    raw = [weights.get(value, 1.0 if not weights else 0.01) for value in values]
    whole = sum(raw)
    return [Trial(gap, value, one / whole) for value, one in zip(values, raw, strict=True)]


def _samples(gap: Gap, frame: Frame) -> list[float]:
    if gap.fact.kind is FactKind.YES_NO:
        return [float(YES), float(NO)]
    rows = gap.fact.rows
    column = (frame.columns if rows is None else frame.rows[rows].columns)[gap.fact.key]
    if not isinstance(column, Span):
        raise TypeError(gap.key)
    lo, hi = float(column.lo[gap.row or 0]), float(column.hi[gap.row or 0])
    if gap.fact.kind is FactKind.CHOICE:
        return [float(place) for place in range(int(lo), int(hi) + 1)]
    offered = [value for value in gap.fact.samples or UNBOUNDED_SAMPLES if lo < value < hi]
    ends = [bound for bound in (lo, hi) if np.isfinite(bound)]
    return sorted({*offered, *ends})


def try_out(
    pack: Pack,
    known: Frame,
    base: Mapping[str, ProgrammeColumns],
    still_open: OpenCriteria,
    trials: Sequence[Trial],
) -> dict[str, Truth]:
    """Give the verdict of each open programme in every trial; a column of one stands for all.

    `known` has the one household with its derived values worked out, `base` what was found for it.
    """
    names = _names(still_open)
    moved = _moved(pack, known, still_open, _changed(pack, trials))
    anew = [item for item in pack.behind(names) if item.key in moved]
    frame = _tried_frame(pack, narrowed(known, _asked(names, anew, trials)), trials)
    work_out(anew, frame)
    found = {}
    for key, criteria in still_open.items():
        truths = {path: judged.truth for path, judged in base[key].criteria.items()}
        truths |= _truths(criteria, frame, moved)
        found[key] = verdict(pack.programmes[key].require, truths)
        frame.columns[ELIGIBLE + key] = found[key]
    return found


def _truths(criteria: Mapping[str, Criterion], frame: Frame, moved: set[str]) -> dict[str, Truth]:
    with np.errstate(invalid="ignore"):  # nothing bounds inf - inf
        return {
            path: criterion.test.run(frame)
            for path, criterion in criteria.items()
            if criterion.test is not None and not criterion.test.names.isdisjoint(moved)
        }


def _names(still_open: OpenCriteria) -> frozenset[str]:
    """Give every name that an open test uses."""
    criteria = (item for items in still_open.values() for item in items.values())
    return frozenset[str]().union(*(item.test.names for item in criteria if item.test))


def _changed(pack: Pack, trials: Sequence[Trial]) -> set[str]:
    """Give the facts that are tried, and the lists whose length is."""
    facts = {trial.gap.fact.key for trial in trials}
    return facts | {key for key, listed in pack.lists.items() if listed.counted_by in facts}


def _moved(pack: Pack, known: Frame, still_open: Iterable[str], changed: set[str]) -> set[str]:
    """Give the changed names, with the open verdicts and the open derived values that follow."""
    moved = changed | {ELIGIBLE + key for key in still_open}
    for item in pack.derived:
        if not item.node.names.isdisjoint(moved) and undecided(_column(known, item)).any():
            moved.add(item.key)
    return moved


def _column(frame: Frame, item: Derived) -> Column:
    home = frame.columns if item.rows is None else frame.rows[item.rows].columns
    return home[item.key]


def _asked(
    names: frozenset[str], anew: Sequence[Derived], trials: Sequence[Trial]
) -> frozenset[str]:
    """Give the names of all columns that are read, but for those that are worked out anew."""
    read = names.union(*(item.node.names for item in anew)) - {item.key for item in anew}
    return read | {trial.gap.fact.key for trial in trials}


def _tried_frame(pack: Pack, known: Frame, trials: Sequence[Trial]) -> Frame:
    """Lay the trials side by side, as if each were a household of its own."""
    frame = spread(known, len(trials))
    frame.kept = {}
    answers: dict[tuple[str | None, str], list[tuple[int, float]]] = {}
    for place, trial in enumerate(trials):
        rows_name, at = trial.gap.fact.rows, place
        if rows_name is not None:
            at = place * known.rows[rows_name].owner.shape[0] + (trial.gap.row or 0)
        answers.setdefault((rows_name, trial.gap.fact.key), []).append((at, trial.value))
    for (rows_name, key), given in answers.items():
        if rows_name is None:
            frame.columns[key] = _put(frame.columns[key], given, frame.count)
        else:
            rows = frame.rows[rows_name]
            rows.columns[key] = _put(rows.columns[key], given, rows.owner.shape[0])
    for key, listed in pack.lists.items():
        if (None, listed.counted_by) in answers:
            frame.rows[key].present = _present(frame, frame.rows[key], listed)
    return frame


def _present(frame: Frame, rows: Rows, listed: ListDeclaration) -> Truth:
    length = rows.owner.shape[0] // frame.count
    position = np.tile(np.arange(length, dtype=np.float64), frame.count)
    return presence(position, frame.span(listed.counted_by).take(rows.owner))


def _put(column: Column, given: Sequence[tuple[int, float]], count: int) -> Column:
    """Give a copy of the column, as wide as the trials, with these values known."""
    places, values = [place for place, _ in given], [value for _, value in given]
    if not isinstance(column, Span):
        truths = np.repeat(column, count // column.shape[0])
        truths[places] = values
        return truths
    lo, hi = (np.repeat(end, count // end.shape[0]) for end in (column.lo, column.hi))
    lo[places] = hi[places] = values
    return Span(lo, hi)
