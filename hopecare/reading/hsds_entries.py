"""The entries of a directory while it is read: each once, with what is wrong or worth knowing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hopecare.reading.hsds_faults import NOTES, EntryFault, EntryFaultCode
from hopecare.reading.hsds_format import TABLES, Table, Value
from hopecare.reading.hsds_values import LONGEST, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEEPEST: Final = 64
"""What we do not know may stand so deep in itself."""
Key = tuple[str, str]
"""A table's name and an entry's id in it."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One entry: its own fields, whom it belongs to, and what we do not know about it."""

    table: str
    id: str
    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    where: str = ""

    @property
    def key(self) -> Key:
        """Name the entry among all of its directory."""
        return (self.table, self.id)

    @property
    def content(self) -> tuple[Any, ...]:
        """What the entry says, whatever order it was written in."""
        links = {name: sorted(ids) for name, ids in self.links.items() if ids}
        return (self.fields, links, self.extra)


class Directory:
    """Every entry that was read, by table and id, with faults and notes."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Begin with what is known already, or with nothing."""
        self.entries: dict[Key, Entry] = {each.key: each for each in entries}
        self.faults: list[EntryFault] = []
        self.notes: list[EntryFault] = []

    def of(self, table: str) -> list[Entry]:
        """Give the entries of one table, in the order they came."""
        return [each for each in self.entries.values() if each.table == table]

    def children(self) -> dict[tuple[str, str, str], list[Entry]]:
        """Give the entries that point at another, by their table, the link and where it leads."""
        found: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.entries.values():
            for link, ids in entry.links.items():
                for each in ids:
                    found.setdefault((entry.table, link, each), []).append(entry)
        return found

    def note(self, entry: Entry, name: str, code: EntryFaultCode, about: str = "") -> None:
        """Write down what is wrong with a field of an entry, or worth knowing about it."""
        self.tell(
            EntryFault(file=entry.file, where=entry.where, field=name, code=code, about=about)
        )

    def tell(self, fault: EntryFault) -> None:
        """Write down a fault, or a note."""
        (self.notes if fault.code in NOTES else self.faults).append(fault)

    def read_entry(
        self, table: Table, given: Mapping[str, Any], *, file: str, where: str
    ) -> Entry | None:
        """Read one entry's own columns; None where nobody can say which entry it is."""
        entry = Entry(table=table.name, id="", file=file, where=where)
        entry.id = self._read(entry, "id", Value.ID, given.get("id")) or ""
        if not entry.id:
            if _is_empty(given.get("id")):
                self.note(entry, "id", EntryFaultCode.MISSING)
            return None
        for name, value in given.items():
            self._take(table, entry, name, value)
        return entry

    def add(self, entry: Entry, *, may_repeat: bool) -> None:
        """Keep an entry; in documents it may stand in several places, if it says the same."""
        known = self.entries.setdefault(entry.key, entry)
        if known is entry:
            return
        if not may_repeat:
            self.note(entry, "id", EntryFaultCode.ID_TWICE, f"{known.file} {known.where}".strip())
            return
        for name, value in {**entry.fields, **entry.extra}.items():
            kept = known.fields if name in entry.fields else known.extra
            if kept.setdefault(name, value) != value:
                self.note(entry, name, EntryFaultCode.SAYS_TWO_THINGS, known.where)
        for link, ids in entry.links.items():
            link_to(known, link, *ids)

    def _take(self, table: Table, entry: Entry, name: str, given: object) -> None:
        if name == "id" or name in table.lists or name in table.ones or _is_empty(given):
            return
        if name in table.links:
            led_to = self._read(entry, name, Value.ID, given)
            link_to(entry, name, *([led_to] if led_to else []))
        elif name not in table.fields:
            self._keep_unknown(entry, name, given)
        else:
            value = self._read(entry, name, table.fields[name], given)
            choices = table.choices.get(name)
            if choices and value is not None and value not in choices:
                self.note(entry, name, EntryFaultCode.NOT_A_CHOICE, ", ".join(choices))
            elif value is not None:
                entry.fields[name] = value

    def _keep_unknown(self, entry: Entry, name: str, given: object) -> None:
        """Keep what we do not know as it came, unless no database could hold it."""
        code = unfit_inside(given) or unfit_inside(name)
        if code is None:
            entry.extra[name] = given
        else:
            self.note(entry, name, code, str(LONGEST))

    def _read(self, entry: Entry, name: str, kind: Value, given: object) -> Any:  # noqa: ANN401  text or a number
        if _is_empty(given):
            return None
        value = read_value(kind, given)
        if isinstance(value, EntryFaultCode):
            self.note(entry, name, value, str(LONGEST))
            return None
        return value


def link_to(entry: Entry, link: str, *ids: str) -> None:
    """Let an entry point at others, at each once."""
    known = entry.links.setdefault(link, [])
    known.extend(each for each in ids if each not in known)


def table_of(entry: Entry) -> Table:
    """Give the table an entry stands in."""
    return TABLES[entry.table]


def unfit_inside(given: object, depth: int = 0) -> EntryFaultCode | None:
    """Find what cannot be kept, however deep it stands in what we do not know."""
    if depth > DEEPEST:
        return EntryFaultCode.TOO_DEEP
    if isinstance(given, str):
        read = read_value(Value.TEXT, given)
        return read if isinstance(read, EntryFaultCode) else None
    if isinstance(given, float) and not math.isfinite(given):
        return EntryFaultCode.NOT_A_NUMBER
    inside: list[object] = []
    if isinstance(given, dict):
        inside = [*given, *given.values()]
    elif isinstance(given, list):
        inside = list(given)
    return next((code for each in inside if (code := unfit_inside(each, depth + 1))), None)


def _is_empty(given: object) -> bool:
    return given is None or given == ""
