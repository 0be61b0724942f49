"""Finds which unconfirmed figures (grade C) really went into an answer, by moving each a little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.columns import spread
from hopecare.domain.eligibility.judging import judge
from hopecare.domain.eligibility.probing import Mask, differs, spans_differ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, Parameter, Programme

# A figure that does not touch the answer when it is a tenth higher or lower did not go into it.
NUDGES: Final = (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class Doubts:
    """The unconfirmed figures behind each criterion (programme, path) and each amount."""

    criteria: Mapping[tuple[str, str], tuple[str, ...]]
    amounts: Mapping[str, tuple[str, ...]]


def doubts_of(
    pack: Pack,
    programmes: Sequence[Programme],
    frame: Frame,
    base: Mapping[str, ProgrammeColumns],
    on: date,
) -> Doubts:
    """Move each unconfirmed figure and note the criteria and amounts that move with it."""
    doubtful = [item for item in pack.parameters.values() if item.unconfirmed_on(on)]
    if not doubtful:
        return Doubts({}, {})
    moved = judge(pack, programmes, _moved_frame(pack, frame, doubtful, on), derive_all=False)
    names = [parameter.key for parameter in doubtful for _ in NUDGES]
    return Doubts(
        {
            (key, path): _named(names, differs(judged, moved[key].criteria[path]))
            for key, columns in base.items()
            for path, judged in columns.criteria.items()
        },
        {
            key: _named(names, spans_differ(columns.amount, moved[key].amount))
            for key, columns in base.items()
        },
    )


def _moved_frame(pack: Pack, frame: Frame, doubtful: Sequence[Parameter], on: date) -> Frame:
    """Lay the household side by side, each time with one figure moved one way."""
    spread_out = spread(pack, frame, len(doubtful) * len(NUDGES))
    figures = dict(frame.figures)
    for place, parameter in enumerate(doubtful):
        times = np.ones(spread_out.count)
        times[place * len(NUDGES) : (place + 1) * len(NUDGES)] = NUDGES
        figures[parameter.key] = parameter.nudged(on, times)
    spread_out.figures = figures
    return spread_out


def _named(names: Sequence[str], moved: Mask) -> tuple[str, ...]:
    if not moved.any():
        return ()
    everywhere = np.broadcast_to(moved, (len(names),))
    return tuple(dict.fromkeys(name for name, yes in zip(names, everywhere, strict=True) if yes))
