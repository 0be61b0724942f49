"""Who shares a trace, counted in the database: whoever shares most comes before any cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select, union

from hopecare.domain.duplicates import POINTS, Likeness
from hopecare.queries.merged import leads_to
from models import ContactPoint, Household, HouseholdMember, Report, ReportTerm, SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Select, Subquery
    from sqlalchemy.orm import InstrumentedAttribute

    from hopecare.domain.duplicates import PersonTraces


def candidates_by(traces: PersonTraces) -> Subquery:
    """Everybody who shares a trace, with the points of what they share: many share a beginning."""
    shared = union(*_by_term(traces), _by_phone(traces), _by_home(traces)).subquery("shared")
    points = func.sum(shared.c.points).label("points")
    return select(shared.c.person_id, points).group_by(shared.c.person_id).subquery("candidates")


def reports_by(traces: PersonTraces) -> Subquery:
    """Every report that shares a trace, with the points of what it shares."""
    shared = union(*_reports_sharing(traces)).subquery("shared")
    points = func.sum(shared.c.points).label("points")
    return select(shared.c.report_id, points).group_by(shared.c.report_id).subquery("candidates")


def _reports_sharing(traces: PersonTraces) -> Iterator[Select[UUID, str, int]]:
    for kind, likeness, wanted in _terms_wanted(traces):
        if kind is not TermKind.NAME_PREFIX:
            yield _report_sharing(ReportTerm.report_id, likeness).where(
                ReportTerm.kind == kind, ReportTerm.term.in_(wanted)
            )
    yield _report_sharing(Report.id, Likeness.SAME_PHONE).where(
        Report.about_phone_index.in_(traces.phones)
    )
    yield _report_sharing(Report.id, Likeness.SAME_ADDRESS).where(
        Report.about_address_index.in_(_set_of(traces.address))
    )


def _report_sharing(
    report_id: InstrumentedAttribute[UUID], likeness: Likeness
) -> Select[UUID, str, int]:
    return select(
        report_id.label("report_id"),
        literal(likeness.value).label("likeness"),
        literal(POINTS[likeness]).label("points"),
    )


def _terms_wanted(
    traces: PersonTraces,
) -> tuple[tuple[TermKind, Likeness, frozenset[str]], ...]:
    return (
        (TermKind.NAME, Likeness.SAME_NAME, traces.names),
        (TermKind.ROMANISED, Likeness.SAME_NAME_IN_LETTERS, traces.letters),
        (TermKind.BIRTH_ON, Likeness.SAME_BIRTH_DATE, _set_of(traces.birth_on)),
        (TermKind.NAME_PREFIX, Likeness.NAME_BEGINS_ALIKE, traces.prefixes),
    )


def _by_term(traces: PersonTraces) -> Iterator[Select[UUID, str, int]]:
    for kind, likeness, wanted in _terms_wanted(traces):
        yield _sharing(SearchTerm.person_id, likeness).where(
            SearchTerm.kind == kind, SearchTerm.term.in_(wanted)
        )


def _by_phone(traces: PersonTraces) -> Select[UUID, str, int]:
    found = _sharing(ContactPoint.person_id, Likeness.SAME_PHONE)
    return found.where(ContactPoint.value_index.in_(traces.phones))


def _by_home(traces: PersonTraces) -> Select[UUID, str, int]:
    found = _sharing(HouseholdMember.person_id, Likeness.SAME_ADDRESS)
    return found.join(Household, Household.id == HouseholdMember.household_id).where(
        Household.address_index.in_(_set_of(traces.address))
    )


def _sharing(person_id: InstrumentedAttribute[UUID], likeness: Likeness) -> Select[UUID, str, int]:
    """The likeness stands in the row, so that two of the same weight are both counted."""
    return select(
        leads_to(person_id).label("person_id"),
        literal(likeness.value).label("likeness"),
        literal(POINTS[likeness]).label("points"),
    )


def _set_of(value: str | None) -> frozenset[str]:
    return frozenset({value}) if value else frozenset()
