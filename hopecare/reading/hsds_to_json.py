"""Writes a directory as HSDS documents: whole organisations or services, or all the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from hopecare.reading.hsds_entries import table_of
from hopecare.reading.hsds_format import TABLES, Table, link_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.reading.hsds_entries import Directory, Entry

Document = dict[str, Any]


def page_of(documents: list[Document]) -> Document:
    """Put documents on one page, as an API of HSDS would answer."""
    return {
        "total_items": len(documents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(documents),
        "first_page": True,
        "last_page": True,
        "empty": not documents,
        "contents": documents,
    }


def organizations_of(directory: Directory) -> Iterator[Document]:
    """Give every organisation whole: its services stand inside it."""
    writer = _DocumentWriter(directory)
    return (writer.document(entry) for entry in directory.of("organizations"))


def services_of(directory: Directory) -> Iterator[Document]:
    """Give every service whole: its organisation stands inside it."""
    writer = _DocumentWriter(directory)
    return (writer.document(entry) for entry in directory.of("services"))


def tables_of(directory: Directory) -> dict[str, list[Document]]:
    """Give every entry as a line of its table, by the name of the table."""
    found: dict[str, list[Document]] = {}
    for entry in directory.entries.values():
        found.setdefault(entry.table, []).extend(_lines_of(entry))
    return {name: found[name] for name in TABLES if name in found}


def _lines_of(entry: Entry) -> Iterator[Document]:
    """Give an entry as a line of its table.

    A line has room for one id a link. Where an entry belongs to several of one kind, further
    lines carry the others, each under an id made of the two.
    """
    table = table_of(entry)
    links = {link: sorted(ids) for link, ids in entry.links.items() if ids}
    first = {link: ids[0] for link, ids in links.items()}
    yield {"id": entry.id, **first, **entry.fields, **entry.extra}
    shared = {link: led_to for link, led_to in first.items() if link not in table.owners}
    for link, ids in links.items():
        for further in ids[1:]:
            own = {"id": str(uuid5(UUID(entry.id), further)), **shared, link: further}
            yield {**own, **entry.fields, **entry.extra}


class _DocumentWriter:
    """Puts entries inside each other again."""

    def __init__(self, directory: Directory) -> None:
        self._entries = directory.entries
        self._children = directory.children()
        self._ids = {each for _, each in directory.entries}

    def document(self, entry: Entry, above: frozenset[str] = frozenset()) -> Document:
        """Give an entry with everything that stands inside it; what is above is not repeated."""
        table, inside = table_of(entry), above | {entry.table}
        return {
            "id": entry.id,
            **self._loose_links(entry),
            **entry.fields,
            **entry.extra,
            **dict(self._ones(table, entry, inside)),
            **dict(self._lists(table, entry, inside)),
        }

    def _loose_links(self, entry: Entry) -> Document:
        """Links that lead out of the directory stand as they came: nothing else says them."""
        return {
            link: ids[0]
            for link, ids in entry.links.items()
            if ids and not any(each in self._ids for each in ids)
        }

    def _ones(
        self, table: Table, entry: Entry, inside: frozenset[str]
    ) -> Iterator[tuple[str, Document]]:
        for key, link in table.ones.items():
            led_to = table.links[link]
            found = (self._entries.get((led_to, each)) for each in entry.links.get(link, ()))
            one = next((each for each in found if each is not None), None)
            if one is not None and led_to not in inside:
                yield key, self.document(one, inside)

    def _lists(
        self, table: Table, entry: Entry, inside: frozenset[str]
    ) -> Iterator[tuple[str, list[Document]]]:
        for key, child in table.lists.items():
            if child in inside:
                continue
            link = link_from(TABLES[child], table)
            found = self._children.get((child, link, entry.id), ())
            if found:
                yield key, [self.document(each, inside) for each in found]
