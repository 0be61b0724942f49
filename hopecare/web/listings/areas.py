"""The list of districts: how many live there, are helped, and help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import func, select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.roles import Role
from hopecare.language import N_
from hopecare.queries.places import area_name
from hopecare.queries.residents import has_role
from hopecare.queries.visibility import visible
from hopecare.web.fields import Request, Words
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.navigation import has_page
from models import Area, Case, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class AreasFilter(Request):
    """What the list of districts may be narrowed by."""

    kind = Words(longest=32)


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = select(
        Area,
        _people(identity, Role.RESIDENT).label("residents"),
        _open_cases(identity).label("cases"),
        _people(identity, Role.VOLUNTEER).label("volunteers"),
    ).where(visible("area.read", identity, Area))
    return asked.where(Area.kind == wanted["kind"]) if wanted.get("kind") else asked


def _people(identity: Identity, role: Role) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy
    return (
        select(func.count())
        .select_from(Person)
        .where(*_living_here(identity), has_role(role, on=current_reader().today))
        .correlate(Area)
        .scalar_subquery()
    )


def _open_cases(identity: Identity) -> Any:  # noqa: ANN401  a scalar subquery of SQLAlchemy
    return (
        select(func.count())
        .select_from(Case)
        .join(Person, Person.id == Case.resident_id)
        .where(
            Person.area_id == Area.id,
            visible("case.read", identity, Case),
            Case.status != CaseStatus.CLOSED,
        )
        .correlate(Area)
        .scalar_subquery()
    )


def _living_here(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """The numbers count exactly the people whose lists this reader may open."""
    return (
        Person.area_id == Area.id,
        visible("resident.read", identity, Person),
        Person.died_on.is_(None),
    )


def _to(endpoint: str, row: Row[Any]) -> str | None:
    return url_for(endpoint, area_id=row.Area.id) if has_page(endpoint) else None


AREAS = register(
    Listing(
        name="areas",
        title=N_("Districts"),
        permission="area.read",
        endpoint="coordination.areas",
        filters=AreasFilter,
        source=_source,
        order=(Key(Area.name), Key(Area.id)),
        columns=(
            Column(
                "name",
                N_("District"),
                lambda row, reader: area_name(row.Area, language=reader.language),
            ),
            Column(
                "population",
                N_("People in all"),
                lambda row, reader: reader.count(row.Area.population),
                is_number=True,
            ),
            Column(
                "residents",
                N_("Residents"),
                lambda row, reader: reader.count(row.residents),
                link=lambda row: _to("casework.residents", row),
                is_number=True,
            ),
            Column(
                "cases",
                N_("Open cases"),
                lambda row, reader: reader.count(row.cases),
                link=lambda row: _to("casework.cases", row),
                is_number=True,
            ),
            Column(
                "volunteers",
                N_("Volunteers"),
                lambda row, reader: reader.count(row.volunteers),
                link=lambda row: _to("coordination.volunteers", row),
                is_number=True,
            ),
        ),
        empty=N_(
            "No districts yet. An administrator brings them in: flask areas import FILE.geojson"
        ),
    )
)
