"""Residents and volunteers out of a table's rows: whole people, or everything to correct."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from hopecare.domain.consent import ConsentPurpose
from hopecare.reading.cells import BETWEEN_WORDS, LineCells
from hopecare.reading.dates import read_any_date
from hopecare.reading.faults import Fault, FaultCode
from hopecare.reading.people_columns import RESIDENT_COLUMNS, VOLUNTEER_COLUMNS
from hopecare.reading.people_points import read_point, settle_district
from hopecare.reading.people_words import (
    CHECK_LEVELS,
    CONSENT_FORMS,
    CONSENT_PURPOSES,
    SEXES,
    SKILLS,
    languages,
)
from hopecare.reading.phones import PhoneSeen, read_phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from hopecare.domain.consent import ConsentForm
    from hopecare.domain.home_points import District
    from hopecare.domain.matching.distance import Point
    from hopecare.domain.needs import CheckLevel, NeedKind
    from hopecare.domain.people import Sex
    from hopecare.reading.area_words import AreaWords
    from hopecare.reading.tables import Row, Table

R = TypeVar("R")

SMALLEST_RADIUS_M = 100
LARGEST_RADIUS_M = 50_000
# A bare number up to here is kilometres, from the smallest radius on it is metres.
LARGEST_BARE_KM = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a list is read against: the day, the country's notations, the town's areas."""

    today: date
    country: str
    areas: AreaWords
    districts: tuple[District, ...] = ()
    """Where the town's districts lie, to hold measured homes against."""
    allow_invented: bool = False
    """Whether the demonstration's numbers, which ring nowhere, are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSeen:
    """Consent as the list states it."""

    given_on: date
    form: ConsentForm
    purposes: tuple[ConsentPurpose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as a list describes them; what it does not say is empty."""

    line: int
    full_name: str
    called: str
    language: str | None
    birth_on: date | None
    sex: Sex | None
    phones: tuple[PhoneSeen, ...]
    address: str
    area_id: UUID | None
    note: str
    point: Point | None = None
    """Where their home was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """A resident as a list describes them."""

    person: PersonRow
    household: str
    consent: ConsentSeen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRow:
    """A volunteer as a list describes them."""

    person: PersonRow
    skills: tuple[NeedKind, ...]
    languages: tuple[str, ...]
    radius_m: int | None
    check_level: CheckLevel | None
    checked_until: date | None


def read_residents(table: Table, ground: Ground) -> Iterator[ResidentRow | tuple[Fault, ...]]:
    """Each row as a resident, or all its faults."""
    columns = {column.name: column for column in RESIDENT_COLUMNS}
    for row in table.rows:
        cells = LineCells(row, table, columns)
        yield _whole(cells, _resident(cells, row, ground))


def read_volunteers(table: Table, ground: Ground) -> Iterator[VolunteerRow | tuple[Fault, ...]]:
    """Each row as a volunteer, or all its faults."""
    columns = {column.name: column for column in VOLUNTEER_COLUMNS}
    for row in table.rows:
        cells = LineCells(row, table, columns)
        yield _whole(cells, _volunteer(cells, row, ground))


def _whole(cells: LineCells, read: R) -> R | tuple[Fault, ...]:
    """What was read, unless anything on the line is faulty."""
    return tuple(cells.faults) or read


def _resident(cells: LineCells, row: Row, ground: Ground) -> ResidentRow:
    """A resident's own columns beside the person's."""
    return ResidentRow(
        person=_person(cells, row, ground),
        household=cells.text("household"),
        consent=_consent(cells, ground),
    )


def _volunteer(cells: LineCells, row: Row, ground: Ground) -> VolunteerRow:
    """A volunteer's own columns beside the person's."""
    skills = cells.words("skills", SKILLS)
    if not skills and not cells.has_fault_in("skills"):
        cells.fault("skills", FaultCode.MISSING)
    cells.needed("phone")
    return VolunteerRow(
        person=_person(cells, row, ground),
        skills=skills,
        languages=cells.words("languages", languages()),
        radius_m=cells.read("radius", _radius_m),
        check_level=cells.word("check_level", CHECK_LEVELS),
        checked_until=cells.read("checked_until", lambda text: _until(text, ground.today)),
    )


def _until(text: str, today: date) -> date | FaultCode:
    """The last day of a check; one that is over already protects nobody, and is named."""
    until = read_any_date(text, today=today)
    return FaultCode.CHECK_RUN_OUT if not isinstance(until, FaultCode) and until < today else until


def _person(cells: LineCells, row: Row, ground: Ground) -> PersonRow:
    """The columns every person has."""
    full_name = cells.needed("name")
    address, point = cells.text("address"), read_point(cells)
    area_id = _area(cells, address, ground.areas)
    person = PersonRow(
        line=row.line,
        full_name=full_name,
        called=cells.text("called"),
        language=cells.word("language", languages()),
        birth_on=cells.birth_on("birth_on", today=ground.today),
        sex=cells.word("sex", SEXES),
        phones=_phones(cells, ground),
        address=address,
        area_id=settle_district(cells, point, area_id, ground.districts),
        note=cells.lines("note"),
        point=point,
    )
    # Without one of these a second import could not know the person again.
    if not (person.phones or person.birth_on or address or cells.faults):
        cells.fault("name", FaultCode.NOT_TOLD_APART)
    return person


def _phones(cells: LineCells, ground: Ground) -> tuple[PhoneSeen, ...]:
    """Every number of both columns, each once, the first one preferred."""
    found: dict[str, PhoneSeen] = {}
    for column in ("phone", "landline"):
        for part in BETWEEN_WORDS.split(cells.lines(column)):
            if not part.strip():
                continue
            seen = read_phone(part, country=ground.country, allow_invented=ground.allow_invented)
            if isinstance(seen, FaultCode):
                cells.fault(column, seen)
            else:
                found.setdefault(seen.number, seen)
    return tuple(found.values())


def _area(cells: LineCells, address: str, areas: AreaWords) -> UUID | None:
    """The area's own cell decides; without one, the address may name it."""
    if cells.text("area"):
        return cells.read("area", areas.find)
    if not address:
        return None
    found = areas.find_in_address(address)
    # An address in words we do not know is no mistake: the area is then filled in by a person.
    return None if isinstance(found, FaultCode) else found


def _consent(cells: LineCells, ground: Ground) -> ConsentSeen | None:
    """Consent counts with its day and its form; one alone is a fault."""
    given_on = cells.past_day("consent_on", today=ground.today)
    form = cells.word("consent_form", CONSENT_FORMS)
    purposes = cells.words("consent_for", CONSENT_PURPOSES)
    if given_on is None or form is None:
        needed = ("consent_on", "consent_form")
        cells.refuse_half(needed, FaultCode.CONSENT_INCOMPLETE, beside=("consent_for",))
        return None
    kept = dict.fromkeys((ConsentPurpose.KEEP_RECORD, *purposes))
    return ConsentSeen(given_on=given_on, form=form, purposes=tuple(kept))


def _radius_m(text: str) -> int | FaultCode:
    """1.5, 1.5 km or 800 m, in metres."""
    fitting = re.fullmatch(
        r"(\d{1,5}(?:[.,]\d{1,3})?)\s*(km|킬로|킬로미터|m|미터)?", text.casefold()
    )
    if fitting is None:
        return FaultCode.NUMBER_UNREADABLE
    number = float(fitting.group(1).replace(",", "."))
    factor = _metres_each(fitting.group(2), number)
    if factor is None:
        return FaultCode.NUMBER_UNREADABLE
    metres = round(number * factor)
    within = SMALLEST_RADIUS_M <= metres <= LARGEST_RADIUS_M
    return metres if within else FaultCode.NUMBER_OUT_OF_RANGE


def _metres_each(unit: str | None, number: float) -> int | None:
    """How many metres one of the unit is; None when nobody wrote a unit and both could be meant."""
    if unit is not None:
        return 1 if unit in {"m", "미터"} else 1000
    if number <= LARGEST_BARE_KM:
        return 1000
    return 1 if number >= SMALLEST_RADIUS_M else None
