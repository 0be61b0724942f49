"""What became of a run, in words: its numbers, and why a row could not be taken."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.broadcasts import NotBegun
from hopecare.domain.runs import STOPPED_BY, RunStop
from hopecare.errors import DirectoryChangedError, DirectoryNotAcceptedError, StaleVersionError
from hopecare.language import N_
from hopecare.reading.fault_words import fault_reason
from hopecare.reading.faults import FaultCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

RESULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "added": N_("Newly taken in: %(number)s"),
        "joined": N_("Added to a record that was known: %(number)s"),
        "unchanged": N_("As before: %(number)s"),
        "measured": N_("Homes that got their point: %(number)s"),
        "changed": N_("Brought up to date: %(number)s"),
        "gone": N_("No longer listed: %(number)s"),
        "different": N_("Said otherwise by our record, which stays: %(number)s"),
        "look_at": N_("Perhaps known already, to be looked at: %(number)s"),
        "written": N_("Messages written: %(number)s"),
        "held_words": N_("Words held back, each with its call: %(number)s"),
        "faulty": N_("Lines to correct: %(number)s"),
        "proposed": N_("Places with somebody proposed: %(number)s"),
        "left_open": N_("Places left open: %(number)s"),
    }
)
"""What each number of a result counts."""
WHY_STOPPED: Final[Mapping[str | int | None, str]] = MappingProxyType(
    {
        RunStop.HAND: N_("Somebody stopped it."),
        RunStop.FAULT: N_("Something went wrong in the program. Please tell the administrator."),
        RunStop.SILENCE: N_("The program or the machine was switched off meanwhile."),
        RunStop.NOT_ALLOWED: N_("Whoever began it may not do it any more."),
        DirectoryChangedError.reason: N_(
            "Something changed after it was looked at, so nothing was taken in. "
            "Please send the file again and look once more."
        ),
        DirectoryNotAcceptedError.reason: N_(
            "Somebody was referred meanwhile into a service that would come under another "
            "organisation, so nothing was taken in. Please send the file again."
        ),
        StaleVersionError.reason: N_("Records of the same people kept changing meanwhile."),
    }
)
"""What stopped a run, where it can be said."""


def said_results(result: Mapping[str, str | int | None], reader: Reader) -> list[str]:
    """Say each number of a run's result, and that it stopped before its end."""
    said = [
        reader.say(RESULTS[name], number=reader.count(value))
        for name, value in result.items()
        if name in RESULTS and isinstance(value, int)
    ]
    if STOPPED_BY in result:
        said.append(reader.say(N_("It stopped before its end.")))
        said += _why_stopped(result[STOPPED_BY], reader)
    return said


def _why_stopped(code: str | int | None, reader: Reader) -> list[str]:
    if code in WHY_STOPPED:
        return [reader.say(WHY_STOPPED[code])]
    return [reader.label(each) for each in NotBegun if each == code]


def said_faults(rows: list[dict[str, Any]], reader: Reader) -> list[dict[str, str]]:
    """Say of each refused row where it stands and why it could not be taken."""
    return [
        {
            "line": str(row.get("line", "")),
            "column": str(row.get("column", "")),
            "why": _why(row, reader),
        }
        for row in rows
    ]


def _why(row: dict[str, Any], reader: Reader) -> str:
    code = row.get("code")
    if code not in set(FaultCode):
        return ""
    return fault_reason(FaultCode(code), about=str(row.get("about", "")), language=reader.language)
