"""Which volunteers may fit one need, and what they offer: one statement, the nearest first.

Nobody who breaks no hard rule is kept out by it; the rules themselves judge whoever is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Date, Float, Integer, bindparam, func, literal, or_, select

from hopecare.domain.matching.cells import METRES_A_DEGREE, SLACK, SLACK_M
from hopecare.queries.among import among_named
from hopecare.queries.candidate_facts import helpers_as_rows
from hopecare.queries.tasks_held import tasks_of
from models import Area, Person, VolunteerProfile

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select
    from sqlalchemy.types import TypeEngine


@dataclass(frozen=True, slots=True)
class Asks:
    """What of a need changes the statement itself; anything else comes by name."""

    place: bool
    check: bool
    language: bool
    home: bool
    building: bool
    as_list: bool


@cache
def may_fit_best(asks: Asks) -> Select[*tuple[Any, ...]]:
    """Select what the first so many offer who may fit; built once for all needs that ask alike."""
    near = (_around(asks) if asks.place else _anywhere(asks)).subquery("near")
    active, recent = tasks_of(VolunteerProfile.person_id)
    return (
        helpers_as_rows(with_building=asks.building)
        .add_columns(near.c.away, active.label("active"), recent.label("recent"))
        .join(near, near.c.person_id == VolunteerProfile.person_id)
        .order_by(near.c.away, VolunteerProfile.person_id)
    )


def _anywhere(asks: Asks) -> Select[*tuple[Any, ...]]:
    """Whoever may fit, wherever they live, in the order of their ids."""
    own = VolunteerProfile.person_id
    nowhere = literal(0.0).label("away")
    return select(own, nowhere).where(*_may_fit(asks)).order_by(own).limit(_MOST)


def _around(asks: Asks) -> CompoundSelect[*tuple[Any, ...]]:
    """Whoever may fit and goes as far."""
    placed, by_district = (
        select(each.limit(_MOST).subquery()) for each in (_placed(asks), _by_district(asks))
    )
    return placed.union_all(by_district)


def _placed(asks: Asks) -> Select[*tuple[Any, ...]]:
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


def _by_district(asks: Asks) -> Select[*tuple[Any, ...]]:
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


def _may_fit(asks: Asks) -> list[ColumnElement[bool]]:
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
