"""The best placed of very many volunteers for one need, found without looking at all of them.

What is certain to keep somebody out is asked of the numbers in a covering index, in the few squares
of the map where whoever goes as far as this place may stand; whoever is left is judged by the rules
themselves, the nearest first. Nobody farther away can be better placed once a price is below the
least price at the edge of what was looked at: only then it is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits
from hopecare.domain.matching.candidates import HelperMatch, in_order, rank_helpers
from hopecare.domain.matching.cells import REACHES_M, SLACK, SLACK_M, cells_around
from hopecare.domain.matching.constraints import is_anywhere, wished_sex
from hopecare.domain.needs import CheckLevel
from hopecare.queries.among import knows_lists
from hopecare.queries.candidate_facts import facts_of_people, helper_facts
from hopecare.queries.match_weights import match_weights
from hopecare.queries.may_fit import Asks, may_fit_best
from hopecare.queries.tasks_held import RECENTLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
    from hopecare.domain.matching.score import Weights

FARTHEST_M: Final = REACHES_M[-1]
"""Nobody goes farther."""
AROUND_M: Final = 600
"""So far is looked at least when it is told who lives around."""
NEAR_M: Final = 1_200
"""Looked at first: where people live close together, the best placed are nearer than this."""
FIRST: Final = 6
"""So many are judged at first, and then again, for each who is wanted."""
SEXES: Final = 2
"""Times as many where only one sex will do: the rules know it, the index does not."""
MORE: Final = 8
"""So many times as many are judged where those were not enough."""
MANY: Final = 1_000_000
"""More than a country has: whoever judged so many has judged everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The best placed, proven so, and how far was looked."""

    ranked: tuple[HelperMatch, ...]
    half_m: int | None
    """None where distance decides nothing, and the whole town was looked at."""
    weights_version: str


@dataclass(frozen=True, slots=True)
class _Look:
    """How far one looks, and how many of those who may fit are judged; None for as far as goes."""

    within_m: int | None
    limit: int


@dataclass(slots=True)
class _Search:
    """One search: what is asked, on which day, and whom it has judged."""

    session: Session
    town_id: UUID
    need: NeedFacts
    on: date
    now: datetime
    weights: Weights
    judged: set[UUID] = field(default_factory=set)
    ranked: list[HelperMatch] = field(default_factory=list)
    seen: float = -1.0
    """Whoever lives nearer than this has been judged; metres, squared."""

    def look(self, look: _Look) -> bool:
        """Judge whoever may fit, the nearest first, and say whether that was everybody."""
        rows = self.session.execute(may_fit_best(self._asks), self._values(look)).all()
        new = [row for row in rows if row.person_id not in self.judged]
        self._judge([helper_facts(row, row.active, row.recent) for row in new])
        self._judge_last()
        is_full = len(rows) >= look.limit
        edges = [rows[look.limit - 1].away] if is_full else []
        self.seen = min(
            [*edges, *([] if look.within_m is None else [float(look.within_m) ** 2])],
            default=math.inf,
        )
        return not is_full and look.within_m is None

    def _judge(self, helpers: Sequence[HelperFacts]) -> None:
        found = rank_helpers(self.need, helpers, self.on, weights=self.weights).ranked
        self.judged.update(each.helper_id for each in helpers)  # type: ignore[misc]
        self.ranked = in_order([*self.ranked, *found])

    def _judge_last(self) -> None:
        """Judge the last helper too, whose price may be lower than anybody's."""
        last: Any = self.need.previous_helper_id
        if last is not None and last not in self.judged:
            town_id, now, building = self.town_id, self.now, self._asks.building
            self._judge(
                facts_of_people(
                    self.session, [last], town_id=town_id, now=now, with_building=building
                )
            )

    def sure(self) -> list[HelperMatch]:
        """Those whose price is no higher than that of anybody who was not judged can be."""
        least: float = self.weights.place_filled
        if self._asks.place:
            least += _least_walk(self.seen)
        # Without a place they come in the order of their ids, which settles equal prices.
        return [each for each in self.ranked if each.cost <= least]

    @property
    def _asks(self) -> Asks:
        """What of the need changes the statement."""
        need = self.need
        return Asks(
            place=not is_anywhere(need),
            check=need.check_level > CheckLevel.NONE,
            language=need.language_required and need.language is not None,
            home=bool(home_bits(need.flags)),
            building=need.building is not None,
            as_list=knows_lists(self.session),
        )

    def _values(self, look: _Look) -> dict[str, object]:
        """What the statement is asked with, by name."""
        need = self.need
        languages = (need.language,) if need.language is not None else ()
        asked: dict[str, object] = {
            "town_id": self.town_id,
            "on": self.on,
            "since": self.now - RECENTLY,
            "skills": skill_bits(need.kinds),
            "slots": need.slots,
            "check_level": need.check_level,
            "languages": language_bits(languages),
            "home": home_bits(need.flags),
            "most": look.limit,
        }
        if need.point is None or not self._asks.place:
            return asked
        place = {
            "lat": need.point.lat,
            "lon": need.point.lon,
            "shrinks": math.cos(math.radians(need.point.lat)),
            "beyond": self.seen,
            "within": math.inf if look.within_m is None else float(look.within_m) ** 2,
            "cells": cells_around(
                need.point, look.within_m or FARTHEST_M, beyond_m=math.sqrt(max(self.seen, 0))
            ),
        }
        return asked | place


def nearest_helpers(  # noqa: PLR0913  who is looked for, where, when, how many, at which price
    session: Session,
    need: NeedFacts,
    *,
    town_id: UUID,
    on: date,
    now: datetime,
    enough: int,
    weights: Weights | None = None,
) -> Nearest:
    """Give at least so many of the best placed of this town, or everybody who may be asked.

    Priced by the policy, where no other weights are given.
    """
    search = _Search(session, town_id, need, on, now, weights or match_weights())
    for look in _looks(need, enough):
        is_all = search.look(look)
        sure = search.sure()
        if not is_all and len(sure) >= enough:
            return _told(search, sure, is_all=False)
        if is_all:
            break
    return _told(search, search.ranked, is_all=True)


def _looks(need: NeedFacts, enough: int) -> Iterator[_Look]:
    """Look close by first, then at so many more of all."""
    _, is_of_one_sex = wished_sex(need.gender_wish)
    limit = FIRST * enough * (SEXES if is_of_one_sex else 1)
    # Few speak what is asked for beside the town's own: hardly ever ten of them live close by.
    if not is_anywhere(need) and not need.language_required:
        yield _Look(NEAR_M, limit)
    while limit < MANY:
        yield _Look(None, limit)
        limit *= MORE
    yield _Look(None, MANY)


def _told(search: _Search, ranked: Sequence[HelperMatch], *, is_all: bool) -> Nearest:
    """Say who it is, and how far one looks to see everybody among whom they stand."""
    farthest = max((each.distance_m for each in ranked), default=0)
    around = FARTHEST_M if is_all else max(farthest, AROUND_M)
    half_m = None if is_anywhere(search.need) else around
    return Nearest(ranked=tuple(ranked), half_m=half_m, weights_version=search.weights.version)


def _least_walk(squared_m: float) -> float:
    """Metres on the globe that so many, squared, on a flat map are at least."""
    if math.isinf(squared_m):
        return squared_m
    return math.floor(math.sqrt(squared_m) * (1 - SLACK) - SLACK_M) - 1
