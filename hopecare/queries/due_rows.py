"""The shape of everything that is due: its case, its kind, the row to go to, and its second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Integer, Select, String, case, cast, extract, literal, select

from hopecare.domain.due import places_of

if TYPE_CHECKING:
    from sqlalchemy import CTE, ColumnElement

    from hopecare.domain.due import DeskClock, DueKind, Places
    from hopecare.domain.identity import Identity

DAY_S: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DueScope:
    """For whom it is looked, at which hour, and in which cases: `case_id`, `person_id` of each."""

    identity: Identity
    cases: CTE
    clock: DeskClock
    hand_in_days: int
    """Within so many days an application that was begun is handed in."""


def seconds_of(moment: Any) -> ColumnElement[int]:  # noqa: ANN401  a column
    """Give a moment in seconds, the same number in both databases."""
    return cast(extract("epoch", moment), BigInteger)


def last_second_of(day: Any, scope: DueScope) -> ColumnElement[int]:  # noqa: ANN401  a column
    """Give the last second of a day in the town, by the clock that holds there now."""
    return seconds_of(day) + (DAY_S - 1 - scope.clock.shift)


def last_second_around(moment: Any, scope: DueScope) -> ColumnElement[int]:  # noqa: ANN401  a column
    """Give the last second of the day in the town in which a moment lies."""
    local = seconds_of(moment) + scope.clock.shift
    return local - local % DAY_S + (DAY_S - 1 - scope.clock.shift)


def place_at(due: ColumnElement[int], places: Places, scope: DueScope) -> ColumnElement[int]:
    """Give where something due then stands at this hour; what is due now is late."""
    return case(
        (due <= scope.clock.seconds, literal(int(places.late), Integer)),
        else_=literal(int(places.in_time), Integer),
    )


def due_rows(
    scope: DueScope,
    kind: DueKind,
    row_id: Any,  # noqa: ANN401  a column
    due: ColumnElement[int],
    *,
    detail: Any = None,  # noqa: ANN401  a column
    rank: ColumnElement[int] | None = None,
) -> Select[Any]:
    """Give rows of one kind; `detail` says by code which of it: which call, which law's day."""
    cases = scope.cases
    return select(
        cases.c.case_id,
        literal(kind.value).label("kind"),
        row_id.label("row_id"),
        due.label("due"),
        (place_at(due, places_of(kind), scope) if rank is None else rank).label("rank"),
        cast("" if detail is None else detail, String).label("detail"),
    ).select_from(cases)
