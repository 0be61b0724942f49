"""The facts of matching, read set-wise: what a need asks, and what volunteers near it offer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, null, or_, select

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.matching.cells import METRES_A_DEGREE
from hopecare.domain.matching.constraints import (
    BY_TELEPHONE,
    HelperFacts,
    NeedFacts,
    slots_from,
)
from hopecare.domain.matching.distance import Point
from hopecare.domain.need_days import first_day, parts_of_week
from hopecare.domain.offers import TaskEnd
from hopecare.domain.people import StartsFrom
from hopecare.queries.among import among_named, knows_lists
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.helper_wishes import buildings, wish_facts
from hopecare.queries.places import find_place, on_grid
from hopecare.queries.residents import person_by_id
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.tasks_held import tasks_held
from hopecare.queries.town_days import local_day
from hopecare.queries.weekly import not_for_cover
from models import (
    Area,
    Case,
    HouseholdMember,
    Need,
    Person,
    Task,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

MOST: Final = 3_000
"""Nobody looks at more volunteers than this for one need; the nearest come first."""
AT_ONCE: Final = 10_000
"""So many are named in one statement: SQLite takes 32,766 values, PostgreSQL 65,535."""
_LAT: Final = func.coalesce(VolunteerProfile.grid_lat, Area.lat)
_LON: Final = func.coalesce(VolunteerProfile.grid_lon, Area.lon)
"""Where they start from: their own grid point, or the middle of their district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Where to look around."""

    point: Point | None
    is_centroid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a need asks, and where."""

    facts: NeedFacts
    near: Near


def asked_by(need: Need | Row[Any], *, today: date) -> NeedFacts:
    """Lay out what a need asks by its own columns; where it is and who lives there comes to it."""
    return NeedFacts(
        point=None,
        kinds=frozenset({need.kind.value}),
        by_telephone=need.kind in BY_TELEPHONE,
        check_level=need.check_level,
        language=need.language,
        language_required=need.language_required,
        gender_wish=need.gender_wish,
        slots=slots_from(parts_of_week(hours_of(need), today=today)),
        flags=frozenset(need.flags),
    )


def facts_of_need(session: Session, need: Need, *, now: datetime) -> Wanted:
    """Read what one need asks of a helper."""
    resident = person_by_id(session, case_by_id(session, need.case_id).resident_id)
    place = find_place(session, resident)
    near = Near(
        point=Point(place.lat, place.lon) if place else None,
        is_centroid=place is not None and place.is_centroid,
    )
    today = local_day(session, need.town_id, now)
    wishes = wish_facts(session, resident, on=first_day(hours_of(need), today=today))
    facts = replace(
        asked_by(need, today=today),
        point=near.point,
        resident_id=resident.id,
        household_ids=_household_of(session, resident.id),
        asked_ids=not_for_cover(session, need.id),
        refused_ids=frozenset(wishes.refused_ids),
        set_aside_ids=set_aside_of(session, [resident.id], now=now).get(resident.id, frozenset()),
        building=wishes.building,
        workplace=wishes.workplace,
        known_ids=frozenset(wishes.known_ids),
        previous_helper_id=last_helper_of(session, resident.id, need),
    )
    return Wanted(facts=facts, near=near)


def facts_of_helpers(
    session: Session, near: Near, *, town_id: UUID, half_m: int | None, now: datetime
) -> list[HelperFacts]:
    """Read what the volunteers in a box offer; without a box, those of the whole town."""
    return _with_load(session, _rows(session, near, town_id, half_m), now)


def facts_of_people(
    session: Session,
    helper_ids: Sequence[UUID],
    *,
    town_id: UUID,
    now: datetime,
    with_building: bool = True,
) -> list[HelperFacts]:
    """Read what these volunteers of the town offer, in the order of their ids."""
    in_order = sorted(set(helper_ids))
    parts = [in_order[at : at + AT_ONCE] for at in range(0, len(in_order), AT_ONCE)]
    asked = _these_of_town(with_building=with_building, as_list=knows_lists(session))
    rows = (
        session.execute(asked, {"helper_ids": part, "town_id": town_id}).all() for part in parts
    )
    return [facts for part in rows for facts in _with_load(session, part, now)]


@cache
def _these_of_town(*, with_building: bool, as_list: bool) -> Select[*tuple[Any, ...]]:
    """Select some volunteers of a town: built once, since a search asks again and again."""
    return (
        helpers_as_rows(with_building=with_building)
        .where(VolunteerProfile.town_id == bindparam("town_id"))
        .where(among_named(VolunteerProfile.person_id, "helper_ids", as_list=as_list))
        .order_by(VolunteerProfile.person_id)
    )


def _with_load(session: Session, rows: Sequence[Any], now: datetime) -> list[HelperFacts]:
    active, recent = tasks_held(session, [row.person_id for row in rows], now)
    return facts_of_rows(rows, active, recent)


def helpers_of_town(town_id: UUID, *, with_building: bool = True) -> Select[*tuple[Any, ...]]:
    """Select what every volunteer of this town offers, whatever else the session may see."""
    every = helpers_as_rows(with_building=with_building)
    return every.where(VolunteerProfile.town_id == town_id)


def helpers_as_rows(*, with_building: bool = True) -> Select[*tuple[Any, ...]]:
    """Select what every volunteer in sight offers, as `helper_facts` reads it."""
    own_building = buildings().where(HouseholdMember.person_id == VolunteerProfile.person_id)
    building: Any = own_building.scalar_subquery() if with_building else null()
    return (
        select(
            VolunteerProfile.person_id,
            VolunteerProfile.skills,
            VolunteerProfile.languages,
            VolunteerProfile.avoids,
            VolunteerProfile.slots,
            VolunteerProfile.radius_m,
            VolunteerProfile.max_active,
            VolunteerProfile.check_level,
            VolunteerProfile.check_expires_on,
            VolunteerProfile.is_on_duty,
            VolunteerProfile.away_until,
            VolunteerProfile.suspended_at,
            VolunteerProfile.starts_from,
            VolunteerProfile.grid_lat.label("own_lat"),
            VolunteerProfile.grid_lon.label("own_lon"),
            Area.lat.label("area_lat"),
            Area.lon.label("area_lon"),
            Person.sex,
            Person.died_on,
            Person.workplace_index,
            building.label("building"),
            _LAT.label("lat"),
            _LON.label("lon"),
        )
        .join(Person, Person.id == VolunteerProfile.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
    )


def _rows(session: Session, near: Near, town_id: UUID, half_m: int | None) -> Sequence[Any]:
    asked = helpers_of_town(town_id).limit(MOST)
    if near.point is None or half_m is None:
        return session.execute(asked.order_by(VolunteerProfile.person_id)).all()
    tall, wide = half_degrees(near.point, half_m)
    inside = and_(
        VolunteerProfile.grid_lat.between(near.point.lat - tall, near.point.lat + tall),
        VolunteerProfile.grid_lon.between(near.point.lon - wide, near.point.lon + wide),
    )
    away = func.abs(_LAT - near.point.lat) + func.abs(_LON - near.point.lon)
    here = or_(inside, VolunteerProfile.grid_lat.is_(None))
    return session.execute(asked.where(here).order_by(away, VolunteerProfile.person_id)).all()


def half_degrees(point: Point, half_m: int) -> tuple[float, float]:
    """Half the height and half the width of a box, in degrees."""
    tall = half_m / METRES_A_DEGREE
    return tall, tall / max(math.cos(math.radians(point.lat)), 0.01)


def facts_of_rows(
    rows: Sequence[Any], active: Mapping[UUID, int], recent: Mapping[UUID, int]
) -> list[HelperFacts]:
    """Lay many out, with how many tasks each holds and began; whoever is not counted has none."""
    return [
        helper_facts(row, active.get(row.person_id, 0), recent.get(row.person_id, 0))
        for row in rows
    ]


def helper_facts(row: Row[Any], active: int, recent: int) -> HelperFacts:
    """Lay one volunteer's row, and how many tasks they hold and began, out as facts."""
    is_there = row.suspended_at is None and row.died_on is None and row.is_on_duty
    return HelperFacts(
        helper_id=row.person_id,
        point=None if row.lat is None or row.lon is None else Point(row.lat, row.lon),
        radius_m=row.radius_m,
        skills=frozenset(row.skills),
        check_level=row.check_level,
        check_expires_on=row.check_expires_on,
        languages=frozenset(row.languages),
        slots=slots_from(row.slots),
        sex=row.sex,
        avoids=frozenset(row.avoids),
        max_active=row.max_active,
        active=active,
        recent_tasks=recent,
        is_active=is_there,
        away_until=row.away_until,
        building=row.building,
        workplace=row.workplace_index,
        is_rough=_is_rough(row),
    )


def _is_rough(row: Row[Any]) -> bool:
    """Whether nobody knows exactly from where they start: as they chose, or as nobody measured."""
    if row.own_lat is None or row.starts_from is not StartsFrom.HOME:
        return True
    middle = (row.area_lat, row.area_lon)
    return None not in middle and on_grid(row.own_lat, row.own_lon) == on_grid(*middle)


def _household_of(session: Session, resident_id: UUID) -> frozenset[UUID]:
    own = (
        select(HouseholdMember.household_id)
        .where(HouseholdMember.person_id == resident_id, HouseholdMember.until_on.is_(None))
        .scalar_subquery()
    )
    members = select(HouseholdMember.person_id).where(
        HouseholdMember.household_id == own, HouseholdMember.until_on.is_(None)
    )
    return frozenset(session.scalars(members))


def helped_well() -> ColumnElement[bool]:
    """Make the condition that a task goes on or was seen through: only then is it a known face.

    Whom staff stopped, or who handed it back, is not asked first for the same again.
    """
    return or_(Task.status == TaskStatus.ACTIVE, Task.ended_by == TaskEnd.FINISHED)


def last_helper_of(session: Session, resident_id: UUID, need: Need) -> UUID | None:
    """Who last helped this resident with the same kind of help; a known face counts."""
    return session.scalars(
        select(Task.helper_id)
        .join(Case, Case.id == Task.case_id)
        .join(Need, Need.id == Task.need_id)
        .where(Case.resident_id == resident_id, Need.kind == need.kind, helped_well())
        .order_by(Task.started_at.desc())
        .limit(1)
    ).first()
