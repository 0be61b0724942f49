"""The facts of matching, read set-wise: what a need asks, and what volunteers near it offer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, or_, select

from hopecare.domain.asking import slots_of_need
from hopecare.domain.care_path import TaskStatus
from hopecare.domain.matching.constraints import HelperFacts, NeedFacts, slots_from
from hopecare.domain.matching.distance import Point
from hopecare.queries.cases import case_by_id
from hopecare.queries.places import find_place
from hopecare.queries.residents import person_by_id
from models import (
    Area,
    Case,
    Household,
    HouseholdMember,
    Need,
    Person,
    RefusedHelper,
    Task,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

METRES_A_DEGREE: Final = 111_195
MOST: Final = 3_000
"""Nobody looks at more volunteers than this for one need; the nearest come first."""
RECENTLY: Final = timedelta(days=30)
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


def facts_of_need(session: Session, need: Need) -> Wanted:
    """Read what one need asks of a helper."""
    case = case_by_id(session, need.case_id)
    resident = person_by_id(session, case.resident_id)
    place = find_place(session, resident)
    near = Near(
        point=Point(place.lat, place.lon) if place else None,
        is_centroid=place is not None and place.is_centroid,
    )
    week = slots_of_need(
        need.rhythm,
        from_on=need.from_on,
        until_on=need.until_on,
        weekdays=need.weekdays,
        starts_at=need.starts_at,
    )
    facts = NeedFacts(
        point=near.point,
        kinds=frozenset({need.kind.value}),
        check_level=need.check_level,
        language=need.language,
        language_required=need.language_required,
        gender_wish=need.gender_wish,
        slots=slots_from(week),
        flags=frozenset(need.flags),
        resident_id=resident.id,
        household_ids=_household_of(session, resident.id),
        refused_ids=_refused_by(session, resident.id, need.from_on),
        building=_building_of(session, resident.id) if resident.nobody_of_building else None,
        previous_helper_id=last_helper_of(session, resident.id, need),
    )
    return Wanted(facts=facts, near=near)


def facts_of_helpers(
    session: Session, near: Near, *, half_m: int | None, now: datetime
) -> list[HelperFacts]:
    """Read what the volunteers in a box offer; without a box, those of the whole town."""
    rows = _rows(session, near, half_m)
    helper_ids = [row.person_id for row in rows]
    active = _count_tasks(session, helper_ids, Task.status == TaskStatus.ACTIVE)
    recent = _count_tasks(session, helper_ids, Task.started_at > now - RECENTLY)
    return [helper_facts(row, active, recent) for row in rows]


def _building_of(session: Session, person_id: UUID) -> str | None:
    """The blind index of the building somebody lives in."""
    return session.scalars(_buildings().where(HouseholdMember.person_id == person_id)).first()


def _buildings() -> Select[*tuple[Any, ...]]:
    """The building of everybody who lives somewhere now; one home a person."""
    return (
        select(Household.building_index)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.until_on.is_(None))
    )


def helpers_as_rows() -> Select[*tuple[Any, ...]]:
    """Select what every volunteer of the town offers, as `helper_facts` reads it."""
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
            Person.sex,
            Person.died_on,
            _buildings()
            .where(HouseholdMember.person_id == VolunteerProfile.person_id)
            .scalar_subquery()
            .label("building"),
            _LAT.label("lat"),
            _LON.label("lon"),
        )
        .join(Person, Person.id == VolunteerProfile.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
    )


def _rows(session: Session, near: Near, half_m: int | None) -> Sequence[Any]:
    asked = helpers_as_rows().limit(MOST)
    if near.point is None or half_m is None:
        return session.execute(asked.order_by(VolunteerProfile.person_id)).all()
    tall, wide = _half_degrees(near.point, half_m)
    inside = and_(
        VolunteerProfile.grid_lat.between(near.point.lat - tall, near.point.lat + tall),
        VolunteerProfile.grid_lon.between(near.point.lon - wide, near.point.lon + wide),
    )
    away = func.abs(_LAT - near.point.lat) + func.abs(_LON - near.point.lon)
    here = or_(inside, VolunteerProfile.grid_lat.is_(None))
    return session.execute(asked.where(here).order_by(away, VolunteerProfile.person_id)).all()


def _half_degrees(point: Point, half_m: int) -> tuple[float, float]:
    tall = half_m / METRES_A_DEGREE
    return tall, tall / max(math.cos(math.radians(point.lat)), 0.01)


def helper_facts(
    row: Row[Any], active: Mapping[UUID, int], recent: Mapping[UUID, int]
) -> HelperFacts:
    """Lay one volunteer's row out as the domain's facts."""
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
        active=active.get(row.person_id, 0),
        recent_tasks=recent.get(row.person_id, 0),
        is_active=is_there,
        away_until=row.away_until,
        building=row.building,
    )


def _count_tasks(session: Session, helper_ids: list[UUID], condition: Any) -> dict[UUID, int]:  # noqa: ANN401  a column expression
    counted = session.execute(
        select(Task.helper_id, func.count())
        .where(Task.helper_id.in_(helper_ids), condition)
        .group_by(Task.helper_id)
    )
    return {row[0]: row[1] for row in counted}


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


def _refused_by(session: Session, resident_id: UUID, on: date) -> frozenset[UUID]:
    refused = select(RefusedHelper.helper_id).where(
        RefusedHelper.resident_id == resident_id,
        or_(RefusedHelper.until_on.is_(None), RefusedHelper.until_on > on),
    )
    return frozenset(session.scalars(refused))


def last_helper_of(session: Session, resident_id: UUID, need: Need) -> UUID | None:
    """Who last helped this resident with the same kind of help; a known face counts."""
    return session.scalars(
        select(Task.helper_id)
        .join(Case, Case.id == Task.case_id)
        .join(Need, Need.id == Task.need_id)
        .where(Case.resident_id == resident_id, Need.kind == need.kind)
        .order_by(Task.started_at.desc())
        .limit(1)
    ).first()
