"""Reads HSDS documents: one organisation, service or place, a page of them, or all the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.hsds_entries import Entry, link_to
from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode
from hopecare.reading.hsds_format import TABLES, Table, link_from
from hopecare.reading.json_text import read_json_object

if TYPE_CHECKING:
    from hopecare.reading.hsds_entries import Directory

DEEPEST: Final = 16
PAGE: Final = "contents"
# What only one kind of document has; the first that fits names it.
_TELLING: Final = (
    ("service_at_location", frozenset({"service", "location", "service_id", "location_id"})),
    (
        "services",
        frozenset(
            {
                "status",
                "organization",
                "organization_id",
                "service_at_locations",
                "service_areas",
                "eligibility_description",
                "application_process",
                "required_documents",
                "cost_options",
            }
        ),
    ),
    ("locations", frozenset({"location_type", "latitude", "longitude", "addresses"})),
    ("taxonomy_terms", frozenset({"taxonomy", "taxonomy_detail", "term_uri", "parent_id"})),
    ("taxonomies", frozenset({"version"})),
)
_ABOUT_AN_API: Final = frozenset({"version", "openapi_url"})


def read_documents(into: Directory, content: bytes, *, file: str, largest: int) -> None:
    """Read a document into the directory; one that is no directory at all is refused."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        content = b'{"%s":%s}' % (PAGE.encode(), content.removeprefix(b"\xef\xbb\xbf"))
    document = read_json_object(content, largest=largest)
    tables = _tables_of(document)
    reader = _DocumentReader(into, file, may_repeat=not tables)
    if tables:
        for key, table in tables.items():
            reader.read_list(table, document[key], f"/{key}", None)
    elif PAGE in document:
        reader.read_page(document[PAGE])
    elif "id" in document:
        reader.read_one(_kind_of(document), document, "", None)
    elif not document.keys() >= _ABOUT_AN_API:
        raise FileNotAcceptedError(problem="no_directory")


def _tables_of(document: dict[str, Any]) -> dict[str, Table]:
    """Find the tables that stand side by side in one document, by name or by file name."""
    if "id" in document:
        return {}
    names = {key: key.removesuffix(".csv") for key in document}
    return {key: TABLES[name] for key, name in names.items() if name in TABLES}


def _kind_of(document: dict[str, Any]) -> Table:
    telling = (name for name, keys in _TELLING if _tells(name, keys, document))
    return TABLES[next(telling, "organizations")]


def _tells(name: str, keys: frozenset[str], document: dict[str, Any]) -> bool:
    found = keys & document.keys()
    return len(found) > 1 if name == "service_at_location" else bool(found)


class _DocumentReader:
    """Takes a document apart: what stands inside an entry becomes an entry that points at it."""

    def __init__(self, into: Directory, file: str, *, may_repeat: bool) -> None:
        self._into = into
        self._file = file
        self._may_repeat = may_repeat

    def read_page(self, page: object) -> None:
        """Read each document of a page by what it is."""
        if not isinstance(page, list):
            self._refuse(f"/{PAGE}", EntryFaultCode.NOT_A_LIST)
            return
        for place, each in enumerate(page):
            table = _kind_of(each) if isinstance(each, dict) else TABLES["organizations"]
            self.read_one(table, each, f"/{PAGE}/{place}", None)

    def read_list(
        self, table: Table, given: object, where: str, parent: Entry | None, depth: int = 0
    ) -> None:
        """Read the children of an entry, or a whole table."""
        if given is None:
            return
        if not isinstance(given, list):
            self._refuse(where, EntryFaultCode.NOT_A_LIST)
            return
        for place, each in enumerate(given):
            self.read_one(table, each, f"{where}/{place}", parent, depth)

    def read_one(
        self, table: Table, given: object, where: str, parent: Entry | None, depth: int = 0
    ) -> Entry | None:
        """Read an entry with everything inside it."""
        if not isinstance(given, dict):
            self._refuse(where, EntryFaultCode.NOT_AN_ENTRY)
            return None
        if depth > DEEPEST:
            self._refuse(where, EntryFaultCode.TOO_DEEP)
            return None
        entry = self._into.read_entry(table, given, file=self._file, where=where)
        if entry is None:
            return None
        if parent is not None:
            link_to(entry, link_from(table, TABLES[parent.table]), parent.id)
        self._read_ones(table, given, entry, depth)
        self._into.add(entry, may_repeat=self._may_repeat)
        for key, child in table.lists.items():
            self.read_list(TABLES[child], given.get(key), f"{where}/{key}", entry, depth + 1)
        return entry

    def _read_ones(self, table: Table, given: dict[str, Any], entry: Entry, depth: int) -> None:
        """Read the entries that this one points at, where they stand inside it."""
        for key, link in table.ones.items():
            if given.get(key) is None:
                continue
            led_to = TABLES[table.links[link]]
            inside = self.read_one(led_to, given[key], f"{entry.where}/{key}", None, depth + 1)
            if inside is None:
                continue
            link_to(entry, link, inside.id)
            self._belong(inside, entry)

    def _belong(self, inside: Entry, entry: Entry) -> None:
        """A programme inside a service is one of the organisation that offers it."""
        owners = entry.links.get("organization_id", [])
        if inside.table == "programs" and owners:
            link_to(self._into.entries[inside.key], "organization_id", owners[0])

    def _refuse(self, where: str, code: EntryFaultCode) -> None:
        self._into.tell(EntryFault(file=self._file, where=where, field="", code=code))
