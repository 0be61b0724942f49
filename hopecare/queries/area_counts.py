"""How many live, are helped and help in each area, as rows and as GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.roles import Role
from models import Area, Case, Person, PersonRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCount:
    """One area with its numbers. A person is counted once, a case once."""

    area: Area
    residents: int
    open_cases: int
    volunteers: int


def area_counts(
    session: Session, *, people: ColumnElement[bool] | None = None
) -> Sequence[AreaCount]:
    """Every area by name, with residents, open cases and volunteers.

    `people` is the reader's filter on Person: the numbers count exactly what its lists would show.
    """
    residents = _by_area(session, _with_role(Role.RESIDENT), people)
    volunteers = _by_area(session, _with_role(Role.VOLUNTEER), people)
    cases = _by_area(session, _open_cases(), people)
    areas = session.scalars(select(Area).order_by(Area.name, Area.id)).all()
    return [
        AreaCount(
            area=area,
            residents=residents.get(area.id, 0),
            open_cases=cases.get(area.id, 0),
            volunteers=volunteers.get(area.id, 0),
        )
        for area in areas
    ]


def area_collection(counts: Iterable[AreaCount], *, with_counts: bool = True) -> dict[str, Any]:
    """The areas as a GeoJSON FeatureCollection, which our own import reads again."""
    rows = list(counts)
    codes = {row.area.id: row.area.code for row in rows}
    thanks = sorted({row.area.attribution for row in rows if row.area.attribution})
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    if thanks:
        collection["attribution"] = "; ".join(thanks)
    collection["features"] = [_feature(row, codes, with_counts=with_counts) for row in rows]
    return collection


def _feature(row: AreaCount, codes: dict[UUID, str], *, with_counts: bool) -> dict[str, Any]:
    area = row.area
    facts: dict[str, Any] = {
        "code": area.code,
        "name_ko": area.name,
        "name_en": area.name_en,
        "kind": area.kind,
    }
    if area.lon is not None and area.lat is not None:
        facts["label"] = [area.lon, area.lat]
    if area.parent_id in codes:
        facts["parent_code"] = codes[area.parent_id]
    if area.population is not None:
        facts["population"] = area.population
    if with_counts:
        facts |= {
            "residents": row.residents,
            "open_cases": row.open_cases,
            "volunteers": row.volunteers,
        }
    return {"type": "Feature", "id": area.code, "properties": facts, "geometry": area.shape}


def _with_role(role: Role) -> Select[*tuple[Any, ...]]:
    """People who hold a role now; the dead are not counted."""
    return (
        select(Person.area_id, func.count(Person.id.distinct()))
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == role, PersonRole.until_on.is_(None), Person.died_on.is_(None))
    )


def _open_cases() -> Select[*tuple[Any, ...]]:
    """Cases that are not closed, by where the resident lives."""
    return (
        select(Person.area_id, func.count(Case.id.distinct()))
        .join(Case, Case.resident_id == Person.id)
        .where(Case.status != CaseStatus.CLOSED)
    )


def _by_area(
    session: Session, counted: Select[*tuple[Any, ...]], people: ColumnElement[bool] | None
) -> dict[UUID, int]:
    """A count for each area, of the people the reader may see."""
    seen = counted if people is None else counted.where(people)
    rows = session.execute(seen.where(Person.area_id.is_not(None)).group_by(Person.area_id))
    return dict(rows.all())
