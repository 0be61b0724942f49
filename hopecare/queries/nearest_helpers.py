"""The best placed of very many volunteers for one need, found without looking at all of them.

What is certain to keep somebody out is asked of the numbers in a covering index, in the few squares
of the map where whoever goes as far as this place may stand; whoever is left is judged by the rules
themselves, the nearest first. Nobody farther away can be better placed once a price is below the
least price at the edge of what was looked at: only then it is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Date, Float, Integer, bindparam, func, literal, or_, select

from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits
from hopecare.domain.matching.candidates import HelperMatch, in_order, rank_helpers
from hopecare.domain.matching.cells import METRES_A_DEGREE, REACHES_M, SLACK, SLACK_M, cells_around
from hopecare.domain.matching.constraints import is_anywhere
from hopecare.domain.needs import CheckLevel
from hopecare.queries.among import among_named, knows_lists
from hopecare.queries.candidate_facts import facts_of_people, helper_facts, helpers_as_rows
from hopecare.queries.match_weights import match_weights
from hopecare.queries.tasks_held import RECENTLY, tasks_of
from models import Area, Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select
    from sqlalchemy.orm import Session
    from sqlalchemy.types import TypeEngine

    from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
    from hopecare.domain.matching.score import Weights

FARTHEST_M: Final = REACHES_M[-1]
"""Nobody goes farther."""
AROUND_M: Final = 600
"""So far is looked at least when it is told who lives around."""
NEAR_M: Final = 1_500
"""Looked at first: where people live close together, the best placed are nearer than this."""
FIRST: Final = 6
"""So many are judged at first, and then again, for each who is wanted."""
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
class _Asks:
    """What of a need changes the statement itself; anything else comes by name."""

    place: bool
    check: bool
    language: bool
    home: bool
    building: bool
    as_list: bool


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
        rows = self.session.execute(_may_fit_best(self._asks), self._values(look)).all()
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
    def _asks(self) -> _Asks:
        """What of the need changes the statement."""
        need = self.need
        return _Asks(
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
    for look in _looks(enough, is_anywhere=is_anywhere(need)):
        is_all = search.look(look)
        sure = search.sure()
        if not is_all and len(sure) >= enough:
            return _told(search, sure, is_all=False)
        if is_all:
            break
    return _told(search, search.ranked, is_all=True)


def _looks(enough: int, *, is_anywhere: bool) -> Iterator[_Look]:
    """Look close by first, then at so many more of all."""
    limit = FIRST * enough
    if not is_anywhere:
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


@cache
def _may_fit_best(asks: _Asks) -> Select[*tuple[Any, ...]]:
    """Select what the first so many offer who may fit; built once for all needs that ask alike."""
    near = (_around(asks) if asks.place else _anywhere(asks)).subquery("near")
    active, recent = tasks_of(VolunteerProfile.person_id)
    return (
        helpers_as_rows(with_building=asks.building)
        .add_columns(near.c.away, active.label("active"), recent.label("recent"))
        .join(near, near.c.person_id == VolunteerProfile.person_id)
        .order_by(near.c.away, VolunteerProfile.person_id)
    )


def _anywhere(asks: _Asks) -> Select[*tuple[Any, ...]]:
    """Whoever may fit, wherever they live, in the order of their ids."""
    own = VolunteerProfile.person_id
    nowhere = literal(0.0).label("away")
    return select(own, nowhere).where(*_may_fit(asks)).order_by(own).limit(_MOST)


def _around(asks: _Asks) -> CompoundSelect[*tuple[Any, ...]]:
    """Whoever may fit and goes as far."""
    placed, by_district = (
        select(each.limit(_MOST).subquery()) for each in (_placed(asks), _by_district(asks))
    )
    return placed.union_all(by_district)


def _placed(asks: _Asks) -> Select[*tuple[Any, ...]]:
    """Those with a point of their own who go as far as this place, the nearest first."""
    own = VolunteerProfile
    away = _squared_m(own.grid_lat, own.grid_lon)
    return (
        select(own.person_id, away.label("away"))
        .where(
            among_named(own.near_cell, "cells", as_list=asks.as_list),
            *_may_fit(asks),
            *_reach(away),
        )
        .order_by(away, own.person_id)
    )


def _by_district(asks: _Asks) -> Select[*tuple[Any, ...]]:
    """Those without a point of their own who go as far, from the middle of their district."""
    away = _squared_m(Area.lat, Area.lon)
    return (
        select(VolunteerProfile.person_id, away.label("away"))
        .join(Person, Person.id == VolunteerProfile.person_id)
        .join(Area, Area.id == Person.area_id)
        .where(VolunteerProfile.grid_lat.is_(None), *_may_fit(asks), *_reach(away))
        .order_by(away, VolunteerProfile.person_id)
    )


def _squared_m(lat: Any, lon: Any) -> ColumnElement[float]:  # noqa: ANN401  mapped columns
    """Metres on a flat map, squared: enough to sort by, and both databases can reckon it."""
    north = (lat - _named("lat", Float)) * METRES_A_DEGREE
    east = (lon - _named("lon", Float)) * METRES_A_DEGREE * _named("shrinks", Float)
    squared: ColumnElement[float] = north * north + east * east
    return squared


def _reach(away: ColumnElement[float]) -> tuple[ColumnElement[bool], ...]:
    """As far as they go, and between where was looked already and where is looked now."""
    reach = VolunteerProfile.radius_m * (1 + SLACK) + SLACK_M
    return away <= reach * reach, away >= _named("beyond", Float), away <= _named("within", Float)


def _may_fit(asks: _Asks) -> list[ColumnElement[bool]]:
    """What numbers can say of the hard rules; nobody who breaks none is kept out by it."""
    own, on, skills = VolunteerProfile, _named("on", Date), _named("skills", BigInteger)
    conditions = [
        own.town_id == bindparam("town_id"),
        own.is_on_duty.is_(True),
        own.suspended_at.is_(None),
        or_(own.away_until.is_(None), own.away_until <= on),
        own.skill_bits.bitwise_and(skills) == skills,
        own.slot_bits.bitwise_and(_named("slots", BigInteger)) != 0,
        own.check_level >= _named("check_level", Integer),
        own.max_active > 0,
    ]
    if asks.check:
        conditions.append(func.coalesce(own.check_expires_on, on) >= on)
    if asks.language:
        spoken = own.language_bits.bitwise_and(_named("languages", BigInteger))
        conditions.append(spoken != 0)
    if asks.home:
        conditions.append(own.avoid_bits.bitwise_and(_named("home", BigInteger)) == 0)
    return conditions


def _named(name: str, kind: type[TypeEngine[Any]]) -> BindParameter[Any]:
    """A value that comes by its name."""
    return bindparam(name, type_=kind)


_MOST: Final = _named("most", Integer)
