"""The residents of a centre, found by name, number, district and age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.people import AgeBand
from hopecare.domain.roles import Role
from hopecare.language import N_
from hopecare.queries.places import area_name, called_in
from hopecare.queries.residents import has_role, matches_typed
from hopecare.queries.visibility import visible
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.requests.resident import ResidentsFilter, Standing
from hopecare.web.tones import tone_of
from hopecare.web.town import current_town
from models import Area, Case, Centre, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


_Live = aliased(Case)


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    """Make the list's rows: person, district, centre, and the case that lives if there is one."""
    has_died = wanted.get("standing") is Standing.DIED
    live = (
        select(_Live.id)
        .where(_Live.resident_id == Person.id, _Live.status != CaseStatus.CLOSED)
        .limit(1)
        .scalar_subquery()
    )
    statement: Any = (
        select(Person, Area, Centre, Case)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Centre, Centre.id == Person.centre_id)
        .outerjoin(Case, Case.id == live)
        .where(
            visible("resident.read", identity, Person),
            has_role(Role.RESIDENT, on=current_reader().today),
            Person.died_on.is_not(None) if has_died else Person.died_on.is_(None),
        )
    )
    if wanted.get("area_id"):
        statement = statement.where(Person.area_id == wanted["area_id"])
    if wanted.get("age_band"):
        statement = statement.where(Person.age_band == wanted["age_band"])
    typed = wanted.get("q")
    found = matches_typed(typed, country=current_town().country) if typed else None
    rows: Select[Any] = statement if found is None else statement.where(found)
    return rows


def _age(row: Row[Any], reader: Reader) -> str:
    return reader.label(AgeBand(row.Person.age_band)) if row.Person.age_band else ""


RESIDENTS = register(
    Listing(
        name="residents",
        title=N_("Residents"),
        permission="resident.read",
        endpoint="casework.residents",
        filters=ResidentsFilter,
        source=_source,
        order=(Key(Person.created_at, descending=True), Key(Person.id)),
        columns=(
            Column(
                "name",
                N_("Name"),
                lambda row, _: row.Person.full_name,
                link=lambda row: url_for("casework.resident", person_id=row.Person.id),
            ),
            Column("age", N_("Age"), _age),
            Column(
                "area",
                N_("District"),
                lambda row, reader: area_name(row.Area, language=reader.language),
            ),
            Column(
                "centre",
                N_("Centre"),
                lambda row, reader: called_in(row.Centre, reader.language) if row.Centre else "",
            ),
            Column(
                "case",
                N_("Case"),
                lambda row, reader: reader.label(row.Case.status) if row.Case else "",
                tone=lambda row: tone_of(row.Case.status) if row.Case else None,
            ),
            Column(
                "since", N_("Known since"), lambda row, reader: reader.day(row.Person.created_at)
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody here. Residents are opened from a report in triage, or from this page."),
    )
)
