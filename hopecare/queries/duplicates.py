"""Who is perhaps known already: candidates by blind index, town-wide, with points and reasons.

Somebody known to another centre is named by that centre only: "known to centre X, call them".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import and_, or_, select, union

from hopecare.domain.duplicates import DuplicateScore, PersonTraces, Verdict, score_duplicate
from hopecare.domain.names import comparable
from hopecare.queries.search_terms import blind_term, name_terms
from hopecare.queries.visibility import visible
from models import (
    Centre,
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    Report,
    ReportTerm,
    SearchTerm,
)
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST_CANDIDATES: Final = 200
MOST_SHOWN: Final = 10
_SHORTEST_BEGINNING: Final = 2
"""A common family name alone is no likeness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """A person who may be meant; without the person where only another centre may say who."""

    score: DuplicateScore
    person: Person | None
    centre: Centre | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHit:
    """Another report that may be about the same person."""

    score: DuplicateScore
    report: Report


Hit = TypeVar("Hit", PersonHit, ReportHit)


def traces_of_report(session: Session, report: Report) -> PersonTraces:
    """Give what a report leaves to compare by; its words are looked at no more than needed."""
    terms = session.scalars(select(ReportTerm).where(ReportTerm.report_id == report.id)).all()
    return replace(
        _of_terms((term.kind, term.term) for term in terms),
        phones=frozenset(filter(None, [report.about_phone_index])),
        prefixes=_beginnings(report.about_name),
        address=report.about_address_index,
        area=str(report.area_id) if report.area_id else None,
    )


def traces_of_name(name: str, *, phone: str | None = None) -> PersonTraces:
    """Give what a name and perhaps a telephone's hash leave to compare by."""
    return replace(
        _of_terms(name_terms(name)),
        phones=frozenset(filter(None, [phone])),
        prefixes=_beginnings(name),
    )


def find_duplicates(
    session: Session, traces: PersonTraces, *, identity: Identity, except_id: UUID | None = None
) -> list[PersonHit]:
    """Find who may be meant, the likeliest first, whichever centre looks after them."""
    rows = session.execute(
        select(Person, Centre, visible("resident.read", identity, Person))
        .outerjoin(Centre, Centre.id == Person.centre_id)
        .where(Person.id.in_(_candidates(traces)), Person.id != except_id)
        .order_by(Person.id.desc())
        .limit(MOST_CANDIDATES)
    ).all()
    known = _traces_of_people(session, [person for person, _, _ in rows])
    hits = [
        PersonHit(
            score=score_duplicate(traces, known[person.id]),
            person=person if is_open else None,
            centre=centre,
        )
        for person, centre, is_open in rows
    ]
    return _likeliest(hits)


def find_like_reports(
    session: Session, report: Report, traces: PersonTraces, *, identity: Identity
) -> list[ReportHit]:
    """Find other reports of this person's centre that may be about the same person."""
    named = select(ReportTerm.report_id).where(
        ReportTerm.kind.in_((TermKind.NAME, TermKind.ROMANISED, TermKind.BIRTH_ON)),
        ReportTerm.term.in_(traces.names | traces.letters | _some(traces.birth_on)),
    )
    others = session.scalars(
        select(Report)
        .where(
            Report.id != report.id,
            visible("report.read", identity, Report),
            or_(
                Report.id.in_(named),
                Report.about_phone_index.in_(traces.phones),
                Report.about_address_index.in_(_some(traces.address)),
            ),
        )
        .order_by(Report.received_at.desc())
        .limit(MOST_SHOWN * 2)
    ).all()
    terms = _terms_of_reports(session, others)
    hits = [
        ReportHit(
            score=score_duplicate(traces, _traces_beside(other, terms[other.id])), report=other
        )
        for other in others
    ]
    return _likeliest(hits)


def _likeliest(hits: Iterable[Hit]) -> list[Hit]:
    alike = [hit for hit in hits if hit.score.verdict is not Verdict.DIFFERENT]
    return sorted(alike, key=lambda hit: -hit.score.points)[:MOST_SHOWN]


def _candidates(traces: PersonTraces) -> CompoundSelect[UUID]:
    named = select(SearchTerm.person_id).where(
        or_(
            *(
                and_(SearchTerm.kind == kind, SearchTerm.term.in_(wanted))
                for kind, wanted in (
                    (TermKind.NAME, traces.names),
                    (TermKind.ROMANISED, traces.letters),
                    (TermKind.BIRTH_ON, _some(traces.birth_on)),
                    (TermKind.NAME_PREFIX, traces.prefixes),
                )
            )
        )
    )
    reached = select(ContactPoint.person_id).where(ContactPoint.value_index.in_(traces.phones))
    living = (
        select(HouseholdMember.person_id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(Household.address_index.in_(_some(traces.address)))
    )
    return union(named, reached, living)


def _traces_of_people(session: Session, people: Sequence[Person]) -> dict[UUID, PersonTraces]:
    """Read what each leaves to compare by: three statements, however many they are."""
    ids = [person.id for person in people]
    terms: dict[UUID, list[tuple[TermKind, str]]] = defaultdict(list)
    for row in session.scalars(select(SearchTerm).where(SearchTerm.person_id.in_(ids))):
        terms[row.person_id].append((row.kind, row.term))
    phones: dict[UUID, set[str]] = defaultdict(set)
    for point in session.scalars(select(ContactPoint).where(ContactPoint.person_id.in_(ids))):
        phones[point.person_id].add(point.value_index)
    homes = _homes(session, ids)
    return {
        person.id: replace(
            _of_terms(terms[person.id]),
            phones=frozenset(phones[person.id]),
            address=homes.get(person.id, (None, None))[0],
            building=homes.get(person.id, (None, None))[1],
            area=str(person.area_id) if person.area_id else None,
        )
        for person in people
    }


def _homes(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    rows = session.execute(
        select(HouseholdMember.person_id, Household.address_index, Household.building_index)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(HouseholdMember.person_id.in_(ids), HouseholdMember.until_on.is_(None))
    )
    return {person_id: (address, building) for person_id, address, building in rows}


def _terms_of_reports(
    session: Session, reports: Sequence[Report]
) -> dict[UUID, list[tuple[TermKind, str]]]:
    terms: dict[UUID, list[tuple[TermKind, str]]] = defaultdict(list)
    ids = [report.id for report in reports]
    for row in session.scalars(select(ReportTerm).where(ReportTerm.report_id.in_(ids))):
        terms[row.report_id].append((row.kind, row.term))
    return terms


def _traces_beside(report: Report, terms: Iterable[tuple[TermKind, str]]) -> PersonTraces:
    return replace(
        _of_terms(terms),
        phones=frozenset(filter(None, [report.about_phone_index])),
        address=report.about_address_index,
        area=str(report.area_id) if report.area_id else None,
    )


def _of_terms(terms: Iterable[tuple[TermKind, str]]) -> PersonTraces:
    of_kind: dict[TermKind, set[str]] = defaultdict(set)
    for kind, term in terms:
        of_kind[kind].add(term)
    return PersonTraces(
        names=frozenset(of_kind[TermKind.NAME]),
        letters=frozenset(of_kind[TermKind.ROMANISED]),
        prefixes=frozenset(of_kind[TermKind.NAME_PREFIX]),
        birth_on=next(iter(of_kind[TermKind.BIRTH_ON]), None),
    )


def _beginnings(name: str | None) -> frozenset[str]:
    """The longest beginnings of a name only."""
    whole = comparable(name or "")[:6]
    lengths = {len(whole), len(whole) - 1} - set(range(-1, _SHORTEST_BEGINNING))
    return frozenset(blind_term(TermKind.NAME_PREFIX, whole[:length]) for length in lengths)


def _some(value: str | None) -> frozenset[str]:
    return frozenset({value}) if value else frozenset()
