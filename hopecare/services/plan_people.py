"""Decide for each row of a list: a new person, one already known, or something to correct.

Nothing is written here, and nothing already known is overwritten: what differs is named, for a
person to look at. Only the point of a home that nobody measured is to be filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from uuid_utils.compat import uuid7

from hopecare.domain.duplicates import PersonTraces
from hopecare.queries.known_people import KnownPerson, Marks
from hopecare.queries.places import on_grid
from hopecare.queries.search_terms import (
    Term,
    address_index,
    blind_term,
    building_index,
    exact_term,
    name_terms,
    phone_index,
)
from hopecare.reading.faults import Fault, FaultCode
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from hopecare.domain.duplicates import Likeness
    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.distance import Point
    from hopecare.domain.roles import Role
    from hopecare.queries.known_people import KnownPeople
    from hopecare.reading.people_rows import PersonRow
    from hopecare.reading.tables import Table

    Grid = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSetting:
    """Where, when and by whom a list is imported."""

    town_id: UUID
    language: str
    centre_of: Mapping[UUID, UUID]
    """Which centre covers an area today."""
    today: date
    now: datetime
    by: Actor
    run_id: UUID | None
    """None while an import is only rehearsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A known person about whom the list says something else; left as it is."""

    line: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The point of a home that is known and that nobody measured yet."""

    person_id: UUID
    household_id: UUID | None
    """None where only their district was written down."""
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A line whose person is new to the town, with what they can be compared by."""

    line: int
    person_id: UUID
    traces: PersonTraces


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """A new person who may be somebody known: imported, and to be looked at by a person."""

    line: int
    person_id: UUID
    known_line: int | None
    """The line of the same file whom they may be; None for somebody the town knew."""
    reasons: tuple[Likeness, ...]


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do."""

    ignored: tuple[str, ...] = ()
    total: int = 0
    added: int = 0
    joined: int = 0
    """Known people who got one more role."""
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    look_at: list[LookAt] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)

    @property
    def faulty_lines(self) -> int:
        """How many lines have something to correct."""
        return len({fault.line for fault in self.faults})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A row whose person is to be written."""

    known: KnownPerson
    marks: Marks
    is_new: bool
    """Whether the person is new, and not only their role."""
    terms: frozenset[Term] = frozenset()
    """Of a new person: what they are found by."""


class PeoplePlan:
    """Places each row among the known people and among the rows before it."""

    def __init__(
        self, *, setting: ImportSetting, role: Role, table: Table, known: KnownPeople
    ) -> None:
        """Start an import of people in one role."""
        self.setting = setting
        self.report = ImportReport(ignored=table.ignored)
        self._role = role
        self._table = table
        self._known = known
        self.newcomers: list[Newcomer] = []
        self._grid_of: dict[UUID, Grid] = {}
        """Of each home that an earlier line measured."""

    def refuse(self, faults: tuple[Fault, ...]) -> None:
        """Count a row that cannot be taken."""
        self.report.total += 1
        self.report.faults.extend(faults)

    def place(self, row: PersonRow, values: Mapping[str, Any]) -> Placed | None:
        """Whom to write for this row; None when there is nothing to write."""
        self.report.total += 1
        name, marks = exact_term(row.full_name), _marks_of(row)
        found = self._known.find(name, marks)
        if len(found) > 1:
            self._fault(row.line, FaultCode.SEVERAL_KNOWN)
            return None
        if not found:
            return self._added(name, row, marks)
        known = found[0]
        if known.line is not None:
            self._fault(row.line, FaultCode.TWICE_IN_FILE, about=str(known.line))
            return None
        known.line = row.line
        if self._role not in known.roles:
            self.report.joined += 1
            if known.household_id is not None:
                self._measure(row, marks, known)
            return Placed(known=known, marks=marks, is_new=False)
        self._compare(row, marks, known, values)
        return None

    def _added(self, name: str, row: PersonRow, marks: Marks) -> Placed:
        """A person nobody knew, who is known from here on."""
        self.report.added += 1
        known = KnownPerson(
            uuid7(), row.line, set(marks.phones), marks.birth, marks.address, None, {self._role}
        )
        self._known.add(name, known)
        terms = name_terms(row.full_name)
        traces = _traces_of(row, marks, terms)
        self.newcomers.append(Newcomer(line=row.line, person_id=known.person_id, traces=traces))
        born = {(TermKind.BIRTH_ON, marks.birth)} if marks.birth else set()
        return Placed(known=known, marks=marks, is_new=True, terms=terms | born)

    def _compare(
        self, row: PersonRow, marks: Marks, known: KnownPerson, values: Mapping[str, Any]
    ) -> None:
        """Count a known person, naming the columns that say something else."""
        is_measured = self._measure(row, marks, known)
        columns = (
            *_different_marks(marks, known),
            *_different_point(row, known),
            *_different_values(row, values, known),
        )
        if columns:
            heads = tuple(self._table.head(column) for column in columns)
            self.report.differences.append(Difference(line=row.line, columns=heads))
        elif not is_measured:
            self.report.unchanged += 1

    def _measure(self, row: PersonRow, marks: Marks, known: KnownPerson) -> bool:
        """Say whether the home is to have the point of the line: the same home, and none yet."""
        home = known.household_id
        if home is not None and known.measured is None:
            known.measured = self._grid_of.get(home)
        if row.point is None or known.measured is not None or not _is_same_home(row, marks, known):
            return False
        known.measured = on_grid(row.point.lat, row.point.lon)
        if home is not None:
            self._grid_of[home] = known.measured
        self.report.measured.append(
            Measured(person_id=known.person_id, household_id=home, point=row.point)
        )
        return True

    def _fault(self, line: int, code: FaultCode, *, about: str = "") -> None:
        """Name a row that must be settled by a person."""
        head = self._table.head("name")
        self.report.faults.append(Fault(line=line, column=head, code=code, about=about))


def plan_people(
    *, setting: ImportSetting, role: Role, table: Table, known: KnownPeople
) -> PeoplePlan:
    """Begin to place the rows of a list; the plan's report says what became of each."""
    return PeoplePlan(setting=setting, role=role, table=table, known=known)


def _marks_of(row: PersonRow) -> Marks:
    """A row's blind indexes."""
    born = row.birth_on.isoformat() if row.birth_on else None
    return Marks(
        phones=frozenset(phone_index(phone.number) for phone in row.phones),
        birth=blind_term(TermKind.BIRTH_ON, born) if born else None,
        address=address_index(row.address) if row.address else None,
    )


def _traces_of(row: PersonRow, marks: Marks, terms: frozenset[Term]) -> PersonTraces:
    """What a row leaves to compare by, beside what it is known again by."""
    return PersonTraces(
        phones=marks.phones,
        names=frozenset(term for kind, term in terms if kind is TermKind.NAME),
        letters=frozenset(term for kind, term in terms if kind is TermKind.ROMANISED),
        birth_on=marks.birth,
        address=marks.address,
        building=building_index(row.address) if row.address else None,
        area=str(row.area_id) if row.area_id else None,
    )


def _different_marks(marks: Marks, known: KnownPerson) -> tuple[str, ...]:
    """Columns compared by index."""
    differ = {
        "phone": bool(marks.phones - known.phones),
        "birth_on": marks.birth is not None and marks.birth != known.birth,
        "address": marks.address is not None and marks.address != known.address,
    }
    return tuple(column for column, is_different in differ.items() if is_different)


def _is_same_home(row: PersonRow, marks: Marks, known: KnownPerson) -> bool:
    """Whether the line speaks of the home they have; where no side has an address, by district."""
    area_id = known.values.get("area")
    if marks.address is None and known.address is None:
        return area_id is not None and row.area_id == area_id
    return marks.address == known.address and (
        row.area_id == area_id or None in {row.area_id, area_id}
    )


def _different_point(row: PersonRow, known: KnownPerson) -> tuple[str, ...]:
    """The columns of a point, compared on the grid: nobody's exact one is decrypted for it."""
    if row.point is None or on_grid(row.point.lat, row.point.lon) == known.measured:
        return ()
    return ("latitude", "longitude")


def _different_values(
    row: PersonRow, values: Mapping[str, Any], known: KnownPerson
) -> tuple[str, ...]:
    """Columns compared by what they say; an empty cell says nothing."""
    said = {
        "called": row.called,
        "language": row.language,
        "sex": row.sex,
        "area": row.area_id,
        "note": row.note,
        **values,
    }
    return tuple(
        column
        for column, value in said.items()
        if value not in (None, "") and value != known.values.get(column)
    )
