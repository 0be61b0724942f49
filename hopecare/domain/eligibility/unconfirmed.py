"""Finds which unconfirmed figures (grade C) really went into an answer, by moving each a little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.columns import spread
from hopecare.domain.eligibility.judging import judge
from hopecare.domain.eligibility.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, Programme
    from hopecare.domain.eligibility.spans import IntColumn, Truth
    from hopecare.domain.eligibility.tables import Table

# A figure that does not touch the answer when it is a tenth higher or lower did not go into it.
NUDGES: Final = (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class Doubts:
    """The unconfirmed figures behind each criterion (programme, path) and each amount."""

    criteria: Mapping[tuple[str, str], tuple[str, ...]]
    amounts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Versions:
    """One household side by side with itself where an unconfirmed figure is another."""

    frame: Frame
    judged: Mapping[str, ProgrammeColumns]
    """The first is the household as it is; two for each of the figures follow."""
    figures: tuple[str, ...]


def judge_versions(pack: Pack, programmes: Sequence[Programme], known: Frame, on: date) -> Versions:
    """Judge a household as it is and, in the same walk, with each unconfirmed figure moved."""
    doubtful = pack.unconfirmed(on)
    frame = spread(known, 1 + len(doubtful) * len(NUDGES))
    frame.figures = dict(known.figures)
    frame.kept = {}
    for place, parameter in enumerate(doubtful):
        version = np.zeros(frame.count, dtype=np.int64)
        begin = 1 + place * len(NUDGES)
        version[begin : begin + len(NUDGES)] = range(1, len(NUDGES) + 1)
        frame.figures[parameter.key] = _seen(parameter.versions(on, NUDGES), version)
    judged = judge(pack, programmes, frame)
    return Versions(frame, judged, tuple(item.key for item in doubtful))


def doubts_of(versions: Versions) -> Doubts:
    """Note the criteria and amounts that move with a figure: they hang on it.

    What is the same for every version hangs on none.
    """
    names = [key for key in versions.figures for _ in NUDGES]
    criteria, amounts = {}, {}
    for key, columns in versions.judged.items():
        for path, judged in columns.criteria.items():
            criteria[key, path] = _behind(names, judged.truth, judged.left, judged.right)
        amounts[key] = _behind(names, None, columns.amount)
    return Doubts(criteria, amounts)


def _behind(names: Sequence[str], truth: Truth | None, *sides: Span | None) -> tuple[str, ...]:
    """Name the figures that move a truth or a number; at its first place it is as it is."""
    ends = [end for side in sides if side is not None for end in side]
    moved = [end != end[0] for end in ends if end.shape[0] > 1]
    if truth is not None and truth.shape[0] > 1:
        moved.append(truth != truth[0])
    if not moved:
        return ()
    places = np.flatnonzero(reduce(np.logical_or, moved)).tolist()
    return tuple(dict.fromkeys(names[place - 1] for place in places))


def _seen(figure: Span | Table, version: IntColumn) -> Span | Table:
    """Give a figure as households see it, each its own version."""
    return figure.take(version) if isinstance(figure, Span) else replace(figure, version=version)
