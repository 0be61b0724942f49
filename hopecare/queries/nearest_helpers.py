"""The best placed of very many volunteers for one need, found without looking at all of them.

What is certain to keep somebody out is asked of the numbers in a covering index, in the few squares
of the map where whoever goes as far as this place may stand; whoever is left is judged by the rules
themselves, the nearest first. Nobody farther away can be better placed once a price is below the
least price at the edge of what was looked at: only then it is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Date, Float, Integer, bindparam, func, or_, select

from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits
from hopecare.domain.matching.candidates import HelperMatch, rank_helpers
from hopecare.domain.matching.cells import METRES_A_DEGREE, REACHES_M, SLACK, SLACK_M, cells_around
from hopecare.domain.matching.constraints import is_anywhere
from hopecare.domain.needs import CheckLevel
from hopecare.queries.among import among_named, knows_lists
from hopecare.queries.candidate_facts import facts_of_people
from hopecare.queries.match_weights import match_weights
from models import Area, Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select
    from sqlalchemy.orm import Session
    from sqlalchemy.types import TypeEngine

    from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
    from hopecare.domain.matching.distance import Point
    from hopecare.domain.matching.score import Weights

FARTHEST_M: Final = REACHES_M[-1]
"""Nobody goes farther."""
AROUND_M: Final = 600
"""So far is looked at least when it is told who lives around."""
NAMED: Final = tuple(240 * 8**step for step in range(5))
"""So many are named, and more where that was not enough: at last more than a country has."""
JUDGED: Final = (40, 100)
"""So many of those who are named are judged at first."""


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

    check: bool
    language: bool
    home: bool
    as_list: bool


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: what is asked, on which day, and whom it judged already."""

    session: Session
    town_id: UUID
    need: NeedFacts
    on: date
    now: datetime
    judged: dict[UUID, HelperFacts]
    weights: Weights

    def rank(self, ids: Sequence[UUID]) -> tuple[HelperMatch, ...]:
        """Judge these, and the last helper, whose price may be lower than anybody's."""
        last = self.need.previous_helper_id
        asked = {*ids, *([last] if last is not None else [])}
        new = [each for each in asked if each not in self.judged]
        for facts in self._facts(new):  # type: ignore[arg-type]
            self.judged[facts.helper_id] = facts  # type: ignore[index]
        return rank_helpers(self.need, self.judged.values(), self.on, weights=self.weights).ranked

    def _facts(self, ids: Sequence[UUID]) -> Sequence[HelperFacts]:
        with_building = self.need.building is not None
        return facts_of_people(
            self.session, ids, town_id=self.town_id, now=self.now, with_building=with_building
        )

    @property
    def asks(self) -> _Asks:
        """What of the need changes the statement."""
        need = self.need
        return _Asks(
            check=need.check_level > CheckLevel.NONE,
            language=need.language_required and need.language is not None,
            home=bool(home_bits(need.flags)),
            as_list=knows_lists(self.session),
        )

    def values(self, point: Point | None, limit: int) -> dict[str, object]:
        """What the statement is asked with, by name."""
        need = self.need
        languages = (need.language,) if need.language is not None else ()
        asked: dict[str, object] = {
            "town_id": self.town_id,
            "on": self.on,
            "skills": skill_bits(need.kinds),
            "slots": need.slots,
            "check_level": need.check_level,
            "languages": language_bits(languages),
            "home": home_bits(need.flags),
            "most": limit,
        }
        if point is None:
            return asked
        shrinks = math.cos(math.radians(point.lat))
        place = {"lat": point.lat, "lon": point.lon, "shrinks": shrinks}
        return asked | place | {"cells": list(cells_around(point))}


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
    search = _Search(session, town_id, need, on, now, {}, weights or match_weights())
    ranked: tuple[HelperMatch, ...] = ()
    for named in NAMED:
        found = _nearest(search, named)
        for judged in (*JUDGED, named):
            ranked = search.rank([person_id for person_id, _ in found[:judged]])
            if len(found) < judged:
                return _told(search, ranked, is_all=True)
            sure = tuple(each for each in ranked if each.cost <= found[judged - 1][1])
            if len(sure) >= enough:
                return _told(search, sure, is_all=False)
    return _told(search, ranked, is_all=True)


def _told(search: _Search, ranked: tuple[HelperMatch, ...], *, is_all: bool) -> Nearest:
    """Say who it is, and how far one looks to see everybody among whom they stand."""
    farthest = max((each.distance_m for each in ranked), default=0)
    around = FARTHEST_M if is_all else max(farthest, AROUND_M)
    half_m = None if is_anywhere(search.need) else around
    return Nearest(ranked=ranked, half_m=half_m, weights_version=search.weights.version)


def _nearest(search: _Search, limit: int) -> list[tuple[UUID, int]]:
    """Name the first so many who may fit, each with the least price of anybody after them."""
    least = search.weights.place_filled
    point = None if is_anywhere(search.need) else search.need.point
    values = search.values(point, limit)
    if point is None:
        ids = search.session.scalars(_anywhere(search.asks), values)
        # In the order of their ids, which settles equal prices: nobody left out comes before.
        return [(person_id, least) for person_id in ids]
    found = search.session.execute(_around(search.asks), values)
    rows = sorted((away, person_id) for person_id, away in found)
    return [(person_id, least + _least_walk(away)) for away, person_id in rows[:limit]]


def _least_walk(squared_m: float) -> int:
    """Metres on the globe that so many, squared, on a flat map are at least."""
    return math.floor(math.sqrt(squared_m) * (1 - SLACK) - SLACK_M) - 1


@cache
def _anywhere(asks: _Asks) -> Select[UUID]:
    """Select whoever may fit, wherever they live."""
    own = VolunteerProfile.person_id
    return select(own).where(*_may_fit(asks)).order_by(own).limit(_MOST)


@cache
def _around(asks: _Asks) -> CompoundSelect[*tuple[Any, ...]]:
    """Select whoever may fit and goes as far; built once for all needs that ask alike."""
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
            _reach(away),
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
        .where(VolunteerProfile.grid_lat.is_(None), *_may_fit(asks), _reach(away))
        .order_by(away, VolunteerProfile.person_id)
    )


def _squared_m(lat: Any, lon: Any) -> ColumnElement[float]:  # noqa: ANN401  mapped columns
    """Metres on a flat map, squared: enough to sort by, and both databases can reckon it."""
    north = (lat - _named("lat", Float)) * METRES_A_DEGREE
    east = (lon - _named("lon", Float)) * METRES_A_DEGREE * _named("shrinks", Float)
    squared: ColumnElement[float] = north * north + east * east
    return squared


def _reach(away: ColumnElement[float]) -> ColumnElement[bool]:
    reach = VolunteerProfile.radius_m * (1 + SLACK) + SLACK_M
    return away <= reach * reach


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
