"""How long the shown few walk to a home: by a routing server where the operator has one.

Asked only for the handful on a page, between transactions, with points of the 100 m grid. Where the
server is missing, slow or wrong, the straight line answers, and the page says so. No address, point
or name is ever logged.
"""

from __future__ import annotations

import json
import logging
import math
import urllib.error
import urllib.request
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final, Protocol

from hopecare.domain.matching.distance import Point, distance_m
from hopecare.domain.matching.walking import minutes_on_foot

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

MOST: Final = 10
"""No page asks for more ways than this."""
TIMEOUT_S: Final = 1.0
LARGEST_ANSWER: Final = 64 * 1024
_A_MINUTE: Final = 60


class WaysFrom(StrEnum):
    """What the minutes rest on."""

    STRAIGHT_LINE = "straight_line"
    ROUTES = "routes"
    NO_ANSWER = "no_answer"
    """A server should have answered and did not: from the straight line after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Minutes on foot from each place, in the order they were asked."""

    minutes: tuple[int, ...]
    rest_on: WaysFrom


class Travel(Protocol):
    """Says how long people walk from their places to one home."""

    def on_foot(self, starts: Sequence[Point], to: Point) -> Ways:
        """Give minutes from each start."""


class StraightLine:
    """The great circle, somewhat longer, at the pace of a walk."""

    def on_foot(self, starts: Sequence[Point], to: Point) -> Ways:
        """Reckon minutes from each start."""
        minutes = tuple(minutes_on_foot(distance_m(start, to)) for start in starts)
        return Ways(minutes=minutes, rest_on=WaysFrom.STRAIGHT_LINE)


class RoutingServer:
    """A server that speaks OSRM's interface (its `table` service, walking)."""

    def __init__(self, base_url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Ask at this address, and wait no longer than this."""
        self._base_url = base_url
        self._timeout_s = timeout_s

    def on_foot(self, starts: Sequence[Point], to: Point) -> Ways:
        """Ask for the first few at once; for what it cannot say, the straight line answers."""
        straight = StraightLine().on_foot(starts, to).minutes
        asked = list(starts[:MOST])
        if not asked:
            return Ways(minutes=straight, rest_on=WaysFrom.ROUTES)
        try:
            said = _minutes(self._ask(asked, to), len(asked))
        except (OSError, HTTPException, ValueError) as error:
            # Only what kind of failure: the address that was asked holds where people live.
            log.warning("the routing server did not help: %s", type(error).__name__)
            return Ways(minutes=straight, rest_on=WaysFrom.NO_ANSWER)
        said += [None] * (len(straight) - len(said))
        minutes = tuple(
            by_line if by_route is None else by_route
            for by_route, by_line in zip(said, straight, strict=True)
        )
        return Ways(minutes=minutes, rest_on=WaysFrom.ROUTES)

    def _ask(self, starts: Sequence[Point], to: Point) -> Any:  # noqa: ANN401  whatever it answers
        places = ";".join(f"{each.lon:.5f},{each.lat:.5f}" for each in (*starts, to))
        sources = ";".join(str(at) for at in range(len(starts)))
        url = (
            f"{self._base_url}/table/v1/foot/{places}"
            f"?sources={sources}&destinations={len(starts)}&annotations=duration"
        )
        # The settings admit http and https only.
        with urllib.request.urlopen(url, timeout=self._timeout_s) as answer:  # noqa: S310
            return json.loads(answer.read(LARGEST_ANSWER))


def travel_of(base_url: str | None, *, timeout_s: float = TIMEOUT_S) -> Travel:
    """Give the routing server of the settings, or the straight line."""
    return RoutingServer(base_url, timeout_s=timeout_s) if base_url else StraightLine()


def _minutes(answer: Any, count: int) -> list[int | None]:  # noqa: ANN401  whatever it answered
    """Read whole minutes of each; a way it does not know is None, anything odd a ValueError."""
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        message = "the answer is no table of durations"
        raise ValueError(message)
    rows = answer.get("durations")
    if not isinstance(rows, list) or len(rows) != count:
        message = "the answer has other rows than were asked for"
        raise ValueError(message)
    return [_whole(row) for row in rows]


def _whole(row: object) -> int | None:
    seconds = row[0] if isinstance(row, list) and len(row) == 1 else math.nan
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
        message = "a duration is no number"
        raise ValueError(message)
    return max(1, round(seconds / _A_MINUTE))
