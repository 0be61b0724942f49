"""The triage list: the most urgent first, then whoever waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hopecare.language import N_
from hopecare.queries.places import area_name
from hopecare.queries.reports import PARKED, URGENT_FIRST, WAITING
from hopecare.queries.residents import find_phone
from hopecare.queries.search_terms import phone_index, search_term
from hopecare.queries.visibility import visible
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.requests.triage import TriageFilter, Waits
from hopecare.web.tones import tone_of
from hopecare.web.town import current_town
from models import Area, Person, Report, ReportTerm

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

UNKNOWN_NAME: Final = N_("Name not known")
_Owner = aliased(Person, name="owner")


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    """Make the list's rows: report, district, who looks after it."""
    statement: Any = (
        select(Report, Area, _Owner)
        .outerjoin(Area, Area.id == Report.area_id)
        .outerjoin(_Owner, _Owner.id == Report.owner_id)
        .where(visible("report.read", identity, Report))
    )
    statuses = {Waits.NOW: WAITING, Waits.PARKED: PARKED}.get(wanted.get("waits", Waits.NOW))
    if wanted.get("status"):
        statement = statement.where(Report.status == wanted["status"])
    elif statuses:
        statement = statement.where(Report.status.in_(statuses))
    if wanted.get("urgency"):
        statement = statement.where(Report.urgency == wanted["urgency"])
    if wanted.get("area_id"):
        statement = statement.where(Report.area_id == wanted["area_id"])
    rows: Select[Any] = statement.where(_matches(wanted["q"])) if wanted.get("q") else statement
    return rows


def _matches(typed: str) -> ColumnElement[bool]:
    """A telephone number, or the beginning of a name, both by their hashes."""
    number = find_phone(typed, current_town().country)
    terms = select(ReportTerm.report_id).where(ReportTerm.term == search_term(typed))
    by_name = Report.id.in_(terms)
    if number is None:
        return by_name
    return or_(by_name, Report.about_phone_index == phone_index(number.e164))


def _name(row: Row[Any], reader: Reader) -> str:
    return row.Report.about_name or reader.say(UNKNOWN_NAME)


def _link(row: Row[Any]) -> str:
    return url_for("coordination.report", report_id=row.Report.id)


def _next(row: Row[Any], reader: Reader) -> str:
    return reader.day(row.Report.next_try_on or row.Report.ask_again_on)


REPORTS = register(
    Listing(
        name="reports",
        title=N_("Triage"),
        permission="report.read",
        endpoint="coordination.triage",
        filters=TriageFilter,
        source=_source,
        order=(Key(URGENT_FIRST), Key(Report.received_at), Key(Report.id)),  # type: ignore[arg-type]
        columns=(
            Column(
                "urgency",
                N_("Urgency"),
                lambda row, reader: reader.label(row.Report.urgency),
                tone=lambda row: tone_of(row.Report.urgency),
            ),
            Column("name", N_("About"), _name, link=_link),
            Column(
                "received", N_("Came in"), lambda row, reader: reader.moment(row.Report.received_at)
            ),
            Column(
                "area",
                N_("District"),
                lambda row, reader: area_name(row.Area, language=reader.language),
            ),
            Column("door", N_("Door"), lambda row, reader: reader.label(row.Report.door)),
            Column(
                "status",
                N_("Status"),
                lambda row, reader: reader.label(row.Report.status),
                tone=lambda row: tone_of(row.Report.status),
            ),
            Column("owner", N_("Looks after it"), lambda row, _: _owner_name(row)),
            Column("next", N_("Next day"), _next),
        ),
        people=lambda row: [row.Report.resident_id],
        empty=N_("No report waits. New ones from the public page and the telephone stand here."),
    )
)


def _owner_name(row: Row[Any]) -> str:
    owner: Person | None = row._mapping["owner"]  # noqa: SLF001  public
    return owner.full_name if owner is not None else ""
