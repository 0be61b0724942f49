"""From entries of HSDS to what our directory says of an organisation and of a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hopecare.reading.hsds_hours import read_hours
from hopecare.reading.hsds_languages import language_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hopecare.domain.service_facts import OpenWindow
    from hopecare.reading.hsds_entries import Directory, Entry

ENDED: Final = frozenset({"inactive", "defunct"})
CLOSED_FOR_NOW: Final = "temporarily closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContact:
    """Whom one asks for, and how."""

    name: str | None = None
    duty: str | None = None
    phone: str | None = None
    email: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlace:
    """Where a service is given; a point only where it can be one."""

    external_id: str
    name: str | None = None
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    accessibility: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrganisation:
    """An organisation as a source describes it."""

    external_id: str
    columns: dict[str, Any]
    """By our own column's name."""
    contacts: tuple[ReadContact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadService:
    """A service as a source describes it."""

    external_id: str
    organisation_id: str
    columns: dict[str, Any]
    """By our own column's name."""
    status: str
    places: tuple[ReadPlace, ...]
    hours: tuple[OpenWindow, ...]
    languages: tuple[str, ...]
    areas: tuple[tuple[str, ...], ...]
    """Each served area by all the words it is called by, the best first."""
    terms: frozenset[str]
    """Ids, codes and names of the terms it is filed under, without case."""
    contacts: tuple[ReadContact, ...]


class ServiceReader:
    """Gathers what stands in many tables about one organisation or service."""

    def __init__(self, directory: Directory) -> None:
        """Look once through the whole directory for who points at whom."""
        self._directory = directory
        self._children = directory.children()

    def organisations(self) -> Iterator[ReadOrganisation]:
        """Give every organisation."""
        for entry in self._directory.of("organizations"):
            said = entry.fields
            phones = self._of("phones", "organization_id", entry.id)
            main = next((_phone(each) for each in phones if not each.links.get("contact_id")), None)
            places = [
                self._place(each) for each in self._of("locations", "organization_id", entry.id)
            ]
            yield ReadOrganisation(
                external_id=entry.id,
                columns={
                    "name": said["name"],
                    "description": said.get("description"),
                    "url": said.get("website"),
                    "email": said.get("email"),
                    "phone": main or next((_phone(each) for each in phones), None),
                    "address": next((each.address for each in places if each.address), None),
                },
                contacts=tuple(self._contacts("organization_id", entry.id)),
            )

    def services(self) -> Iterator[ReadService]:
        """Give every service."""
        for entry in self._directory.of("services"):
            at = self._of("service_at_location", "service_id", entry.id)
            places = self._places(at)
            hours = read_hours(self._schedules(entry, at))
            yield ReadService(
                external_id=entry.id,
                organisation_id=entry.links["organization_id"][0],
                columns=self._columns(entry) | {"hours_words": hours.words},
                status=entry.fields["status"],
                places=tuple(self._place(each) for each in places),
                hours=hours.windows,
                languages=tuple(self._languages(entry, places)),
                areas=tuple(self._areas(entry)),
                terms=frozenset(self._terms(entry)),
                contacts=tuple(self._contacts("service_id", entry.id)),
            )

    def _of(self, table: str, link: str, led_to: str) -> list[Entry]:
        return self._children.get((table, link, led_to), [])

    def _columns(self, entry: Entry) -> dict[str, Any]:
        said = entry.fields
        papers = [
            each.fields["document"]
            for each in self._of("required_documents", "service_id", entry.id)
            if each.fields.get("document")
        ]
        return {
            "name": said["name"],
            "description": said.get("description"),
            "url": said.get("url"),
            "email": said.get("email"),
            "qualifies": said.get("eligibility_description"),
            "least_age": _whole(said.get("minimum_age")),
            "most_age": _whole(said.get("maximum_age")),
            "fees": self._fees(entry),
            "papers": "\n".join(papers) or None,
            "interpretation": said.get("interpretation_services"),
            "checked_on": _day(said.get("assured_date")),
        }

    def _fees(self, entry: Entry) -> str | None:
        said = entry.fields
        lines = [said.get("fees_description") or said.get("fees")]
        lines += [_cost(each) for each in self._of("cost_options", "service_id", entry.id)]
        return "\n".join(line for line in lines if line) or None

    def _places(self, at: Iterable[Entry]) -> list[Entry]:
        found = (
            self._directory.entries.get(("locations", each))
            for link in at
            for each in link.links.get("location_id", ())
        )
        return list({each.id: each for each in found if each is not None}.values())

    def _place(self, entry: Entry) -> ReadPlace:
        said = entry.fields
        lat, lon = _point(said.get("latitude"), said.get("longitude"))
        addresses = self._of("addresses", "location_id", entry.id)
        accessible = [
            text
            for each in self._of("accessibility", "location_id", entry.id)
            for name in ("description", "details")
            if (text := each.fields.get(name))
        ]
        return ReadPlace(
            external_id=entry.id,
            name=said.get("name"),
            address=next((_address(each) for each in addresses), None),
            lat=lat,
            lon=lon,
            accessibility="\n".join(accessible) or None,
        )

    def _schedules(self, entry: Entry, at: Iterable[Entry]) -> list[Entry]:
        """Give a service's own hours, or else those of its places."""
        own = self._of("schedules", "service_id", entry.id)
        own = own + [
            each for link in at for each in self._of("schedules", "service_at_location_id", link.id)
        ]
        if own:
            return list({each.id: each for each in own}.values())
        places = self._places(at)
        return [each for place in places for each in self._of("schedules", "location_id", place.id)]

    def _languages(self, entry: Entry, places: Iterable[Entry]) -> list[str]:
        said = self._of("languages", "service_id", entry.id)
        said = said + [
            each for place in places for each in self._of("languages", "location_id", place.id)
        ]
        codes = (language_code(each.fields.get("code"), each.fields.get("name")) for each in said)
        return sorted({code for code in codes if code})

    def _areas(self, entry: Entry) -> Iterator[tuple[str, ...]]:
        for each in self._of("service_areas", "service_id", entry.id):
            words = (each.fields.get(name) for name in ("name", "description", "extent"))
            said = tuple(word for word in words if word)
            if said:
                yield said

    def _terms(self, entry: Entry) -> Iterator[str]:
        for each in self._of("attributes", "link_id", entry.id):
            for term_id in each.links.get("taxonomy_term_id", ()):
                yield term_id.casefold()
                term = self._directory.entries.get(("taxonomy_terms", term_id))
                said = term.fields if term else {}
                yield from (said[name].casefold() for name in ("code", "name") if said.get(name))

    def _contacts(self, link: str, led_to: str) -> Iterator[ReadContact]:
        """People one may ask for first, then numbers that are nobody's own."""
        people = self._of("contacts", link, led_to)
        numbers: set[str] = set()
        for each in people:
            phones = self._of("phones", "contact_id", each.id)
            numbers |= {phone.id for phone in phones}
            yield ReadContact(
                name=each.fields.get("name"),
                duty=each.fields.get("title") or each.fields.get("department"),
                phone=next((_phone(phone) for phone in phones), None),
                email=each.fields.get("email"),
            )
        for each in self._of("phones", link, led_to):
            if each.id not in numbers:
                yield ReadContact(phone=_phone(each), words=each.fields.get("description"))


def _phone(entry: Entry) -> str:
    """A number as one reads it out; quotes around it were a spreadsheet's doing."""
    number = str(entry.fields["number"]).strip().strip('"').strip()
    extension = entry.fields.get("extension")
    return f"{number} #{extension}" if extension is not None else number


def _address(entry: Entry) -> str:
    """An address on one line; in Korea the largest place comes first."""
    small = [entry.fields.get(name) for name in ("address_1", "address_2")]
    large = [entry.fields.get(name) for name in ("region", "city", "state_province")]
    if entry.fields.get("country") == "KR":
        return " ".join(part for part in (*reversed(large), *small) if part)
    return ", ".join(part for part in (*small, *large, entry.fields.get("postal_code")) if part)


def _cost(entry: Entry) -> str | None:
    amount = entry.fields.get("amount")
    currency = str(entry.fields.get("currency", "")).upper()
    money = f"{amount} {currency}".strip() if amount is not None else None
    parts = (entry.fields.get("option"), money, entry.fields.get("amount_description"))
    return " · ".join(part for part in parts if part) or None


def _point(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """A point only where both say one on the globe, and not the place that nobody filled in."""
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)  # noqa: PLR2004


def _whole(number: float | None) -> int | None:
    """An age that people reach; what is none says nothing."""
    return int(number) if number is not None and 0 <= number <= 150 else None  # noqa: PLR2004


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
