"""Looks a whole directory over once it is read: what is missing, and what leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.reading.hsds_entries import table_of
from hopecare.reading.hsds_faults import EntryFaultCode
from hopecare.reading.hsds_format import ANYTHING
from hopecare.reading.hsds_languages import language_code

if TYPE_CHECKING:
    from collections.abc import Collection

    from hopecare.reading.hsds_entries import Directory, Entry, Key

# Ids that may well lead into another directory, so nothing is refused for them.
_ELSEWHERE: Final = {
    "organizations": ("parent_organization_id", "organizations"),
    "taxonomy_terms": ("parent_id", "taxonomy_terms"),
}
_STRICT: Final = frozenset(
    {
        ("services", "program_id"),
        ("service_at_location", "location_id"),
        ("attributes", "taxonomy_term_id"),
    }
)
_FEWEST_DIGITS: Final = 3
"""Of a number that can be dialled: the shortest are those of emergencies and hotlines."""
_MOST_DIGITS: Final = 20
"""Fifteen by E.164, and what a country puts before them."""
_MOST_NORTH: Final = 90
_MOST_EAST: Final = 180


def check_directory(directory: Directory, *, known: Collection[Key] = ()) -> None:
    """Write down every fault that shows only in the whole; `known` may be led to as well."""
    ids = _ids(directory, known)
    named = {(fault.file, fault.where, fault.field) for fault in directory.faults}
    for entry in directory.entries.values():
        _check_needed(directory, entry, named)
        _check_links(directory, entry, ids)
        _check_elsewhere(directory, entry, ids)
        _check_point(directory, entry)
        _check_language(directory, entry)
        _check_telephone(directory, entry)


def _ids(directory: Directory, known: Collection[Key]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {ANYTHING: set()}
    for table, each in (*directory.entries, *known):
        found.setdefault(table, set()).add(each)
        found[ANYTHING].add(each)
    return found


def _check_needed(directory: Directory, entry: Entry, named: set[tuple[str, str, str]]) -> None:
    """What was refused already is not missed a second time."""
    for name in sorted(table_of(entry).needed - entry.fields.keys()):
        if (entry.file, entry.where, name) not in named:
            directory.note(entry, name, EntryFaultCode.MISSING)


def _check_links(directory: Directory, entry: Entry, ids: dict[str, set[str]]) -> None:
    """Refuse a link without an end, unless another of the same entry says whose it is."""
    table = table_of(entry)
    leads = {
        link: any(each in ids.get(table.links[link], ()) for each in found)
        for link, found in entry.links.items()
        if found
    }
    belongs = any(leads.get(link) for link in table.owners)
    if table.owners and not any(link in leads for link in table.owners):
        about = ", ".join(table.owners)
        directory.note(entry, "", EntryFaultCode.BELONGS_NOWHERE, about)
    for link in (each for each, arrives in leads.items() if not arrives):
        is_needed = not belongs if link in table.owners else (table.name, link) in _STRICT
        code = EntryFaultCode.LEADS_NOWHERE if is_needed else EntryFaultCode.KEPT_LEADS_NOWHERE
        directory.note(entry, link, code, table.links[link])


def _check_elsewhere(directory: Directory, entry: Entry, ids: dict[str, set[str]]) -> None:
    name, table = _ELSEWHERE.get(entry.table, ("", ""))
    led_to = entry.fields.get(name)
    if led_to is not None and led_to not in ids.get(table, ()):
        directory.note(entry, name, EntryFaultCode.KEPT_LEADS_NOWHERE)


def _check_point(directory: Directory, entry: Entry) -> None:
    for name, most in (("latitude", _MOST_NORTH), ("longitude", _MOST_EAST)):
        number = entry.fields.get(name)
        if number is not None and abs(number) > most:
            directory.note(entry, name, EntryFaultCode.OFF_THE_GLOBE)


def _check_language(directory: Directory, entry: Entry) -> None:
    """Whoever looks for a language finds it by its code alone."""
    code, name = entry.fields.get("code"), entry.fields.get("name")
    if entry.table == "languages" and (code or name) and language_code(code, name) is None:
        directory.note(entry, "code" if code else "name", EntryFaultCode.LANGUAGE_NOT_KNOWN)


def _check_telephone(directory: Directory, entry: Entry) -> None:
    number = str(entry.fields.get("number") or "")
    if entry.table != "phones" or not number:
        return
    digits = sum(sign.isdecimal() for sign in number)
    if digits < _FEWEST_DIGITS or digits > _MOST_DIGITS:
        directory.note(entry, "number", EntryFaultCode.NOT_A_TELEPHONE)
