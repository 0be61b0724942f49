"""What is wrong with an entry of a directory, by code and place, and what that says to people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping


class EntryFaultCode(StrEnum):
    """Why an entry cannot be taken, or what one should know about it."""

    MISSING = "missing"
    NOT_AN_ID = "not_an_id"
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    NOT_A_TIME = "not_a_time"
    NOT_A_WEB_ADDRESS = "not_a_web_address"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_CHOICE = "not_a_choice"
    NOT_AN_ENTRY = "not_an_entry"
    NOT_A_LIST = "not_a_list"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    TOO_MANY_CELLS = "too_many_cells"
    CONTROL_CHARACTER = "control_character"
    ID_TWICE = "id_twice"
    SAYS_TWO_THINGS = "says_two_things"
    LEADS_NOWHERE = "leads_nowhere"
    BELONGS_NOWHERE = "belongs_nowhere"
    MOVED_WHILE_AWAITED = "moved_while_awaited"
    NAMES_NO_SERVICE = "names_no_service"
    # What follows is told, and refuses nothing.
    KEPT_LEADS_NOWHERE = "kept_leads_nowhere"
    OFF_THE_GLOBE = "off_the_globe"
    LANGUAGE_NOT_KNOWN = "language_not_known"
    NOT_A_TELEPHONE = "not_a_telephone"
    FILE_NOT_KNOWN = "file_not_known"
    PACKAGE_UNREADABLE = "package_unreadable"


NOTES: Final = frozenset(
    {
        EntryFaultCode.KEPT_LEADS_NOWHERE,
        EntryFaultCode.OFF_THE_GLOBE,
        EntryFaultCode.LANGUAGE_NOT_KNOWN,
        EntryFaultCode.NOT_A_TELEPHONE,
        EntryFaultCode.FILE_NOT_KNOWN,
        EntryFaultCode.PACKAGE_UNREADABLE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFault:
    """One thing to correct, or to know: in which file, where in it, in which field, and why."""

    file: str
    where: str
    """A line, or the place in a document as a JSON pointer."""
    field: str
    code: EntryFaultCode
    about: str = ""


WORDS: Final[Mapping[EntryFaultCode, str]] = MappingProxyType(
    {
        EntryFaultCode.MISSING: N_("This has to be filled in."),
        EntryFaultCode.NOT_AN_ID: N_("An id is written like 123e4567-e89b-42d3-a456-426614174000."),
        EntryFaultCode.NOT_TEXT: N_("Words have to stand here."),
        EntryFaultCode.NOT_A_NUMBER: N_("A number has to stand here."),
        EntryFaultCode.NOT_A_DAY: N_("A day has to stand here, like 2026-11-23."),
        EntryFaultCode.NOT_A_TIME: N_("A time has to stand here, like 09:00."),
        EntryFaultCode.NOT_A_WEB_ADDRESS: N_(
            "A web address has to stand here in full, like https://example.org."
        ),
        EntryFaultCode.NOT_AN_EMAIL: N_("A mail address has to stand here, like a@example.org."),
        EntryFaultCode.NOT_A_CHOICE: N_("One of these has to stand here: %(about)s."),
        EntryFaultCode.NOT_AN_ENTRY: N_("An entry with an id has to stand here."),
        EntryFaultCode.NOT_A_LIST: N_("A list has to stand here."),
        EntryFaultCode.TOO_DEEP: N_("Entries stand inside each other too deeply here."),
        EntryFaultCode.TOO_LONG: N_("This is longer than %(about)s characters."),
        EntryFaultCode.TOO_MANY_CELLS: N_("This line has more cells than there are headings."),
        EntryFaultCode.CONTROL_CHARACTER: N_("There is a character here that cannot be shown."),
        EntryFaultCode.ID_TWICE: N_("The same id stands already here: %(about)s."),
        EntryFaultCode.SAYS_TWO_THINGS: N_(
            "The entry of the same id says something else here: %(about)s."
        ),
        EntryFaultCode.LEADS_NOWHERE: N_("No entry in %(about)s has this id."),
        EntryFaultCode.BELONGS_NOWHERE: N_(
            "This belongs to nothing: one of these has to lead to an entry: %(about)s."
        ),
        EntryFaultCode.MOVED_WHILE_AWAITED: N_(
            "Somebody was referred into %(about)s and waits: it cannot come under another "
            "organisation before the referral is over."
        ),
        EntryFaultCode.NAMES_NO_SERVICE: N_(
            "This names no service: all that stand here from its source, %(about)s, would end. "
            "Take in the complete directory; with --part where this is only a part of it, and "
            "with --ends-all where they really end."
        ),
        EntryFaultCode.KEPT_LEADS_NOWHERE: N_(
            "No entry in this directory has this id; it is kept as it is."
        ),
        EntryFaultCode.OFF_THE_GLOBE: N_(
            "This point does not lie on the globe; it is kept, and no distance is reckoned to it."
        ),
        EntryFaultCode.LANGUAGE_NOT_KNOWN: N_(
            "We know no language of this name or code: nobody is found by it. Write a code like vi."
        ),
        EntryFaultCode.NOT_A_TELEPHONE: N_(
            "This can hardly be dialled; it is shown as it stands. Please have it corrected."
        ),
        EntryFaultCode.FILE_NOT_KNOWN: N_("HSDS has no table of this name; it is not read."),
        EntryFaultCode.PACKAGE_UNREADABLE: N_(
            "This is no description of a package; the tables are known by their names."
        ),
    }
)


def entry_fault_sentence(fault: EntryFault, *, language: str) -> str:
    """Say one fault in the reader's language, its place first."""
    place = " ".join(part for part in (fault.file, fault.where, fault.field) if part)
    return f"{place}: {entry_fault_reason(fault, language=language)}"


def entry_fault_reason(fault: EntryFault, *, language: str) -> str:
    """Say why alone, where the place stands beside it."""
    said: str = translator(language).gettext(WORDS[fault.code]) % {"about": fault.about}
    return said
