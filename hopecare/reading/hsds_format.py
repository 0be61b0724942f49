"""Open Referral HSDS 3.0: its tables, their columns, and how one entry stands inside another. Data.

The same entries travel in two shapes: as tables that point at each other by id, and as documents in
which the children of an entry stand inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "3.0"
ANYTHING: Final = "*"
"""The table of a link that may lead to an entry of any table."""


class Value(StrEnum):
    """What a column holds."""

    TEXT = "text"
    ID = "id"
    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    MOMENT = "moment"
    WEB = "web"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its name, the name of one of its entries, its columns and its neighbours."""

    name: str
    one: str
    fields: Mapping[str, Value]
    links: Mapping[str, str]
    """Columns that hold the id of another entry, with the table it stands in."""
    needed: frozenset[str]
    owners: tuple[str, ...]
    """Links of which at least one has to lead somewhere."""
    lists: Mapping[str, str]
    """Where a document holds the children of an entry: by key, the children's table."""
    ones: Mapping[str, str]
    """Where a document holds the one entry that a link leads to: by key, the link."""
    choices: Mapping[str, tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column in the order it is written."""
        return ("id", *self.links, *self.fields)


_WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KINDS_OF_PLACE: Final = ("physical", "postal", "virtual")
STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
_CHOICES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "services": {"status": STATUSES},
    "locations": {"location_type": _KINDS_OF_PLACE},
    "addresses": {"address_type": _KINDS_OF_PLACE},
    "schedules": {"wkst": _WEEK, "freq": ("WEEKLY", "MONTHLY")},
}
_LED_TO: Final = {
    "organization_id": "organizations",
    "program_id": "programs",
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_location",
    "contact_id": "contacts",
    "phone_id": "phones",
    "taxonomy_term_id": "taxonomy_terms",
    "taxonomy_id": "taxonomies",
    "link_id": ANYTHING,
    "resource_id": ANYTHING,
}
_CHILDREN: Final = {"service_at_locations": "service_at_location"}
_ONES: Final = {
    "organization": "organization_id",
    "program": "program_id",
    "location": "location_id",
    "service": "service_id",
    "taxonomy_term": "taxonomy_term_id",
    "taxonomy_detail": "taxonomy_id",
}


def _table(  # noqa: PLR0913  a table has as many properties
    one: str,
    name: str,
    fields: str,
    *,
    links: str = "",
    needed: str = "",
    owners: str = "",
    lists: str = "attributes metadata",
    ones: str = "",
) -> Table:
    """Lay out a table; a column is text unless a colon says otherwise."""
    columns = (word.partition(":") for word in fields.split())
    return Table(
        name=name,
        one=one,
        fields={field: Value(kind or Value.TEXT) for field, _, kind in columns},
        links={link: _LED_TO[link] for link in links.split()},
        needed=frozenset(needed.split()),
        owners=tuple(owners.split()),
        lists={key: _CHILDREN.get(key, key) for key in lists.split()},
        ones={key: _ONES[key] for key in ones.split()},
        choices=_CHOICES.get(name, {}),
    )


_EVERY: Final = (
    _table(
        "organization",
        "organizations",
        "name alternate_name description email:email website:web tax_status tax_id "
        "year_incorporated:number legal_status logo uri:web parent_organization_id:id",
        needed="name description",
        lists="funding contacts phones locations programs organization_identifiers "
        "attributes metadata services",
    ),
    _table(
        "program",
        "programs",
        "name alternate_name description",
        links="organization_id",
        needed="name description",
    ),
    _table(
        "service",
        "services",
        "name alternate_name description url:web email:email status interpretation_services "
        "application_process fees_description wait_time fees accreditations "
        "eligibility_description minimum_age:number maximum_age:number assured_date:day "
        "assurer_email:email licenses alert last_modified:moment",
        links="organization_id program_id",
        needed="name status",
        owners="organization_id",
        lists="phones schedules service_areas service_at_locations languages funding "
        "cost_options required_documents contacts attributes metadata",
        ones="organization program",
    ),
    _table(
        "attribute",
        "attributes",
        "link_type link_entity value",
        links="link_id taxonomy_term_id",
        lists="metadata",
        ones="taxonomy_term",
    ),
    _table(
        "service_at_location",
        "service_at_location",
        "description",
        links="service_id location_id",
        owners="service_id",
        lists="contacts phones schedules attributes metadata",
        ones="location service",
    ),
    _table(
        "location",
        "locations",
        "location_type url:web name alternate_name description transportation latitude:number "
        "longitude:number external_identifier external_identifier_type",
        links="organization_id",
        needed="location_type",
        lists="languages addresses contacts accessibility phones schedules attributes metadata",
    ),
    _table(
        "phone",
        "phones",
        "number extension:number type description",
        links="location_id service_id organization_id contact_id service_at_location_id",
        needed="number",
        owners="location_id service_id organization_id contact_id service_at_location_id",
        lists="languages attributes metadata",
    ),
    _table(
        "contact",
        "contacts",
        "name title department email:email",
        links="organization_id service_id service_at_location_id location_id",
        owners="organization_id service_id service_at_location_id location_id",
        lists="phones attributes metadata",
    ),
    _table(
        "address",
        "addresses",
        "attention address_1 address_2 city region state_province postal_code country address_type",
        links="location_id",
        needed="address_1 city state_province postal_code country address_type",
        owners="location_id",
    ),
    _table(
        "schedule",
        "schedules",
        "valid_from:day valid_to:day dtstart:day timezone:number until:day count:number wkst freq "
        "interval:number byday byweekno bymonthday byyearday description opens_at:clock "
        "closes_at:clock schedule_link:web attending_type notes",
        links="service_id location_id service_at_location_id",
        owners="service_id location_id service_at_location_id",
    ),
    _table(
        "funding",
        "funding",
        "source",
        links="organization_id service_id",
        owners="organization_id service_id",
    ),
    _table(
        "service_area",
        "service_areas",
        "name description extent extent_type uri",
        links="service_id",
        owners="service_id",
    ),
    _table(
        "required_document",
        "required_documents",
        "document uri:web",
        links="service_id",
        owners="service_id",
    ),
    _table(
        "language",
        "languages",
        "name code note",
        links="service_id location_id phone_id",
        owners="service_id location_id phone_id",
    ),
    _table(
        "accessibility",
        "accessibility",
        "description details url:web",
        links="location_id",
        owners="location_id",
    ),
    _table(
        "taxonomy_term",
        "taxonomy_terms",
        "code name description parent_id:id taxonomy language term_uri:web",
        links="taxonomy_id",
        needed="name description",
        lists="metadata",
        ones="taxonomy_detail",
    ),
    _table(
        "metadata",
        "metadata",
        "resource_type last_action_date:day last_action_type field_name previous_value "
        "replacement_value updated_by",
        links="resource_id",
        needed="last_action_date last_action_type field_name previous_value replacement_value "
        "updated_by",
        lists="",
    ),
    _table("meta_table_description", "meta_table_descriptions", "name language character_set"),
    _table(
        "cost_option",
        "cost_options",
        "valid_from:day valid_to:day option currency amount:number amount_description",
        links="service_id",
        owners="service_id",
    ),
    _table(
        "organization_identifier",
        "organization_identifiers",
        "identifier_scheme identifier_type identifier",
        links="organization_id",
        needed="identifier_type identifier",
        owners="organization_id",
    ),
    _table(
        "taxonomy",
        "taxonomies",
        "name description uri:web version",
        needed="name description",
        lists="metadata",
    ),
)
TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.name: table for table in _EVERY})


def link_from(child: Table, parent: Table) -> str:
    """Name the column by which a child points at the entry it stands inside."""
    own = next((link for link, table in child.links.items() if table == parent.name), None)
    return own or next(link for link, table in child.links.items() if table == ANYTHING)
