"""Who is perhaps known already: candidates by blind index, town-wide, with points and reasons.

Somebody known to another centre is named by that centre only: "known to centre X, call them".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import or_, select, union

from hopecare.domain.duplicates import (
    DuplicateScore,
    PersonTraces,
    Verdict,
    score_duplicate,
)
from hopecare.domain.names import comparable
from hopecare.queries.duplicate_candidates import candidates_by, reports_by
from hopecare.queries.merged import leads_to
from hopecare.queries.search_terms import blind_term, building_index, name_terms
from hopecare.queries.visibility import visible
from models import (
    Centre,
    ContactPoint,
    Household,
    HouseholdMember,
    KeptApart,
    Merge,
    Person,
    Report,
    ReportTerm,
    SearchTerm,
)
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import Select
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
    is_kept_apart: bool = False
    """Somebody looked already, and said it is somebody else."""


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
        building=building_index(report.about_address) if report.about_address else None,
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
    session: Session,
    traces: PersonTraces,
    *,
    identity: Identity,
    except_id: UUID | None = None,
    apart: Collection[UUID] = (),
) -> list[PersonHit]:
    """Find who may be meant, the likeliest first, whichever centre looks after them.

    Those whom somebody has kept `apart` already come last.
    """
    candidates = candidates_by(traces)
    rows = session.execute(
        select(Person, Centre, visible("resident.read", identity, Person))
        .join(candidates, candidates.c.person_id == Person.id)
        .outerjoin(Centre, Centre.id == Person.centre_id)
        .where(Person.id != except_id)
        .order_by(candidates.c.points.desc(), Person.id.desc())
        .limit(MOST_CANDIDATES)
    ).all()
    known = _traces_of_people(session, [person for person, _, _ in rows])
    hits = [
        PersonHit(
            score=score_duplicate(traces, known[person.id]),
            person=person if is_open else None,
            centre=centre,
            is_kept_apart=person.id in apart,
        )
        for person, centre, is_open in rows
    ]
    return sorted(_likeliest(hits), key=lambda hit: hit.is_kept_apart)


def apart_from_report(session: Session, report_id: UUID) -> frozenset[UUID]:
    """Read whom somebody has looked at and kept apart from a report."""
    apart = select(KeptApart.person_id).where(KeptApart.report_id == report_id)
    return frozenset(session.scalars(apart))


def apart_from_person(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Read whom somebody has looked at and kept apart from a person, whoever was named first."""
    first = select(KeptApart.other_id).where(KeptApart.person_id == person_id)
    second = select(KeptApart.person_id).where(KeptApart.other_id == person_id)
    return frozenset(each for each in session.scalars(union(first, second)) if each is not None)


def traces_of_person(session: Session, person: Person) -> PersonTraces:
    """Give what a person's own record leaves to compare by."""
    known = _traces_of_people(session, [person])[person.id]
    return replace(known, prefixes=_beginnings(person.full_name))


def find_like_reports(
    session: Session, report: Report, traces: PersonTraces, *, identity: Identity
) -> list[ReportHit]:
    """Find other reports of this person's centre that may be about the same person."""
    candidates = reports_by(traces)
    others = session.scalars(
        select(Report)
        .join(candidates, candidates.c.report_id == Report.id)
        .where(Report.id != report.id, visible("report.read", identity, Report))
        .order_by(candidates.c.points.desc(), Report.received_at.desc(), Report.id.desc())
        .limit(MOST_CANDIDATES)
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


def _traces_of_people(session: Session, people: Sequence[Person]) -> dict[UUID, PersonTraces]:
    """Read what each leaves to compare by: three statements, however many they are."""
    ids = [person.id for person in people]
    terms: dict[UUID, list[tuple[TermKind, str]]] = defaultdict(list)
    for person_id, record_id, kind, term in session.execute(_terms_of_records(ids)):
        # Another record's birth date was not chosen to stand when the two were merged.
        if person_id == record_id or kind is not TermKind.BIRTH_ON:
            terms[person_id].append((kind, term))
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


def _terms_of_records(ids: Sequence[UUID]) -> Select[UUID, UUID, TermKind, str]:
    """Every name a person is known by, of the records that were merged into theirs too."""
    merged = select(Merge.merged_id).where(Merge.kept_id.in_(ids), Merge.undone_at.is_(None))
    return select(
        leads_to(SearchTerm.person_id), SearchTerm.person_id, SearchTerm.kind, SearchTerm.term
    ).where(or_(SearchTerm.person_id.in_(ids), SearchTerm.person_id.in_(merged)))


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
