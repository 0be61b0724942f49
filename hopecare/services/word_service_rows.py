"""Word what a source says of a service as the rows by which it is sought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.needs import NeedKind
from hopecare.reading.faults import FaultCode
from models import (
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from hopecare.reading.area_words import AreaWords
    from hopecare.reading.hsds_services import ReadContact, ReadService
    from models import DirectoryTerm

Said = dict[str, Any]
COLUMNS: Final[dict[type, tuple[str, ...]]] = {
    ServiceArea: ("area_id", "words"),
    ServiceHours: ("weekday", "opens", "closes", "valid_from", "valid_to"),
    ServiceLanguage: ("language",),
    ServiceNeed: ("kind",),
    ServicePlace: ("external_id", "name", "address", "lat", "lon", "accessibility"),
    ServiceContact: ("service_id", "name", "duty", "phone", "email", "words"),
}
CONTACT: Final = ("name", "duty", "phone", "email", "words")
LONGEST_NAME: Final = 80
"""A sentence is no name of an area, even where it ends in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRows:
    """The rows of one service by their table, and the programme its terms mean here."""

    programme: str | None
    tables: dict[type, list[Said]]


def word_service_rows(
    read: ReadService, service_id: UUID, *, areas: AreaWords, terms: Mapping[str, DirectoryTerm]
) -> ServiceRows:
    """Give every row that follows from what was read."""
    return ServiceRows(
        programme=_programme(read, terms),
        tables={
            ServiceArea: list(_areas(read, areas)),
            ServiceHours: _plain(read.hours, ServiceHours),
            ServiceLanguage: [{"language": each} for each in read.languages],
            ServiceNeed: _needs(read, terms),
            ServicePlace: _plain(read.places, ServicePlace),
            ServiceContact: list(_contacts(read.contacts, service_id)),
        },
    )


def _plain(read: Iterable[object], table: type) -> list[Said]:
    return [{name: getattr(each, name) for name in COLUMNS[table]} for each in read]


def _areas(read: ReadService, known: AreaWords) -> Iterator[Said]:
    """An area of the town where one of the words names it, otherwise the first words."""
    seen: set[object] = set()
    for words in read.areas:
        found = (known.find(each) for each in words if len(each) <= LONGEST_NAME)
        area_id = next((each for each in found if not isinstance(each, FaultCode)), None)
        if (area_id or words[0]) not in seen:
            seen.add(area_id or words[0])
            yield {"area_id": area_id, "words": words[0]}


def _needs(read: ReadService, terms: Mapping[str, DirectoryTerm]) -> list[Said]:
    codes = {code for term in read.terms if term in terms for code in terms[term].needs}
    return [{"kind": kind} for kind in NeedKind if kind.value in codes]


def _programme(read: ReadService, terms: Mapping[str, DirectoryTerm]) -> str | None:
    found = (terms[term].programme for term in sorted(read.terms) if term in terms)
    return next((each for each in found if each), None)


def _contacts(read: Iterable[ReadContact], service_id: UUID) -> Iterator[Said]:
    for each in read:
        yield {"service_id": service_id} | {name: getattr(each, name) for name in CONTACT}
