"""Whom we turn to if nobody answers: numbered steps, each with its wait, in the order written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import LONGEST_WAIT, MOST_STEPS, SHORTEST_WAIT, Step
from hopecare.web.fields import Code, Id, Request, Version, WholeNumber, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marshmallow import Schema

    from hopecare.domain.ladders import Steps

A_MINUTE: Final = timedelta(minutes=1)
NUMBERS: Final = range(1, MOST_STEPS + 1)


def _wait() -> WholeNumber:
    return WholeNumber(least=SHORTEST_WAIT // A_MINUTE, most=LONGEST_WAIT // A_MINUTE)


_ROWS: Final[dict[str, Any]] = {
    name: field
    for number in NUMBERS
    for name, field in ((f"step_{number}", Code(Rung)), (f"wait_{number}", _wait()))
}


class _Press(Request):
    """Which button was pressed, in a page that only shows."""

    do = Words(longest=20)


class _Carried(Request):
    """The plan as it was read, and the seal of the rehearsal that was shown for these steps."""

    plan_id = Id(required=True)
    version = Version()
    seen = Words(longest=400)


DraftLadderRequest: Final[type[Schema]] = _Press.from_dict(_ROWS, name="DraftLadderRequest")
"""A ladder that is being written; nothing is kept of it."""
UseLadderRequest: Final[type[Schema]] = _Carried.from_dict(_ROWS, name="UseLadderRequest")
"""The ladder that is to hold from now on."""


def steps_from(data: Mapping[str, Any]) -> Steps:
    """Give the steps that have both their parts, in their order."""
    pairs = ((data.get(f"step_{number}"), data.get(f"wait_{number}")) for number in NUMBERS)
    return tuple(
        Step(rung=rung, after=timedelta(minutes=minutes))
        for rung, minutes in pairs
        if rung is not None and minutes is not None
    )


def rows_of(steps: Steps) -> dict[str, object]:
    """Give what stands in the fields for these steps."""
    rows: dict[str, object] = {}
    for number, step in enumerate(steps, start=1):
        rows |= {f"step_{number}": step.rung, f"wait_{number}": step.after // A_MINUTE}
    return rows
