"""Services by what somebody needs: kind of help, language, hours, words, and how near they are."""

from __future__ import annotations

import math
from datetime import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Float, and_, func, literal, null, or_, select

from hopecare.domain.matching.distance import Point, distance_m
from hopecare.domain.opening_hours import END_OF_DAY
from models import (
    Area,
    Household,
    HouseholdMember,
    Organisation,
    Person,
    Service,
    ServiceCapacity,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.needs import NeedKind

FAR: Final = 10**9
"""Where nobody knows how far it is: after all the others."""
NEAR: Final = ("near_lat", "near_lon", "place_lat", "place_lon")


def every_service(near: Point | None = None) -> Select[Any]:
    """Give every service with its office, its standing word on places, and its nearest place."""
    found: Select[Any] = (
        select(Service, Organisation, ServiceCapacity, *_measured(near))
        .join(Organisation, Organisation.id == Service.organisation_id)
        .outerjoin(
            ServiceCapacity,
            and_(ServiceCapacity.service_id == Service.id, ServiceCapacity.replaced_at.is_(None)),
        )
    )
    return found


def gives_help(kind: NeedKind) -> ColumnElement[bool]:
    """Say whether a service gives this kind of help."""
    return (
        select(ServiceNeed.id)
        .where(ServiceNeed.service_id == Service.id, ServiceNeed.kind == kind)
        .exists()
    )


def is_for(programme: str) -> ColumnElement[bool]:
    """Say whether a service leads to this programme of the rules."""
    return Service.programme == programme


def speaks(language: str) -> ColumnElement[bool]:
    """Say whether one is served in this language."""
    return (
        select(ServiceLanguage.id)
        .where(ServiceLanguage.service_id == Service.id, ServiceLanguage.language == language)
        .exists()
    )


def is_open(day: date, clock: time | None, *, is_holiday: bool) -> ColumnElement[bool]:
    """Say whether somebody is there on a day of the town, at this hour or at any.

    On a holiday only whoever is there day and night.
    """
    since, until = ServiceHours.valid_from, ServiceHours.valid_to
    conditions = [
        ServiceHours.service_id == Service.id,
        ServiceHours.weekday == day.weekday(),
        or_(since.is_(None), since <= day),
        or_(until.is_(None), until >= day),
    ]
    if clock is not None:
        conditions += [ServiceHours.opens <= clock, ServiceHours.closes > clock]
    if is_holiday:
        conditions += [ServiceHours.opens == time.min, ServiceHours.closes == END_OF_DAY]
    return select(ServiceHours.id).where(*conditions).exists()


def says(words: str) -> ColumnElement[bool]:
    """Say whether name, office or description hold these words, whatever the case and spaces."""
    asked = "".join(words.casefold().split())
    places = (
        Service.name,
        Service.name_en,
        Service.description,
        Organisation.name,
        Organisation.name_en,
    )
    return or_(
        *(
            func.replace(func.lower(place), " ", "").contains(asked, autoescape=True)
            for place in places
        )
    )


def home_point(session: Session, person_id: UUID) -> Point | None:
    """Give the point of the 100 m grid where somebody lives, or the middle of their district."""
    row = session.execute(
        select(Household.grid_lat, Household.grid_lon, Area.lat, Area.lon)
        .select_from(Person)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(
            HouseholdMember,
            and_(HouseholdMember.person_id == Person.id, HouseholdMember.until_on.is_(None)),
        )
        .outerjoin(Household, Household.id == HouseholdMember.household_id)
        .where(Person.id == person_id)
    ).first()
    if row is None:
        return None
    return next(
        (Point(lat, lon) for lat, lon in (row[:2], row[2:]) if lat is not None and lon is not None),
        None,
    )


def metres_to(row: Row[Any]) -> int | None:
    """Say how far the nearest place of a service is, along the globe; None where nobody knows."""
    near_lat, near_lon, lat, lon = (getattr(row, name) for name in NEAR)
    if near_lat is None or lat is None:
        return None
    return round(distance_m(Point(near_lat, near_lon), Point(lat, lon)))


def service_ranks(session: Session, asked: Select[Any]) -> list[tuple[int, str, str, UUID]]:
    """Put services in order: the nearest first where one asked from a home, then by name."""
    names = (Service.id, Organisation.name, Service.name)
    measured = [asked.selected_columns[name] for name in NEAR]
    rows = session.execute(asked.with_only_columns(*names, *measured))
    return sorted((_metres(row), row[1], row[2], row[0]) for row in rows)


def _metres(row: Row[Any]) -> int:
    metres = metres_to(row)
    return FAR if metres is None else metres


def _measured(near: Point | None) -> list[ColumnElement[Any]]:
    """Where it is measured from, and where the nearest place of each service lies."""
    if near is None:
        return [null().label(name) for name in NEAR]
    found = (_nearest(column, near) for column in (ServicePlace.lat, ServicePlace.lon))
    parts = (literal(near.lat, Float), literal(near.lon, Float), *found)
    return [part.label(name) for part, name in zip(parts, NEAR, strict=True)]


def _nearest(column: Any, near: Point) -> Any:  # noqa: ANN401  a mapped column, a scalar subquery
    """On so small a part of the globe the nearest is the nearest on a plane as well."""
    up = ServicePlace.lat - near.lat
    along = (ServicePlace.lon - near.lon) * math.cos(math.radians(near.lat))
    return (
        select(column)
        .where(ServicePlace.service_id == Service.id, ServicePlace.lat.is_not(None))
        .order_by(up * up + along * along, ServicePlace.id)
        .limit(1)
        .scalar_subquery()
    )
