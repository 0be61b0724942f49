"""Finds which unconfirmed figures (grade C) really went into an answer, by moving each a little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.probing import differs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, Parameter, Programme
    from hopecare.domain.eligibility.spans import Span

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
    criteria: dict[tuple[str, str], dict[str, None]] = {}
    amounts: dict[str, dict[str, None]] = {}
    for parameter in pack.parameters.values():
        if not parameter.unconfirmed:
            continue
        for nudge in NUDGES:
            moved = _judged_again(pack, programmes, frame, parameter, on, nudge)
            for key, columns in moved.items():
                for path in _touched(base[key], columns):
                    criteria.setdefault((key, path), {})[parameter.key] = None
                if _amount_moved(base[key].amount, columns.amount):
                    amounts.setdefault(key, {})[parameter.key] = None
    return Doubts(
        {place: tuple(keys) for place, keys in criteria.items()},
        {key: tuple(keys) for key, keys in amounts.items()},
    )


def _judged_again(
    pack: Pack,
    programmes: Sequence[Programme],
    frame: Frame,
    parameter: Parameter,
    on: date,
    nudge: float,
) -> dict[str, ProgrammeColumns]:
    figures = dict(frame.figures)
    figures[parameter.key] = parameter.figure(on, unconfirmed_times=nudge)
    return judge(pack, programmes, fresh(frame, figures))


def _touched(before: ProgrammeColumns, after: ProgrammeColumns) -> list[str]:
    return [
        path
        for path, judged in before.criteria.items()
        if differs(judged, after.criteria[path], 1)[0]
    ]


def _amount_moved(before: Span | None, after: Span | None) -> bool:
    if before is None or after is None:
        return False
    return bool(before.lo[0] != after.lo[0] or before.hi[0] != after.hi[0])
