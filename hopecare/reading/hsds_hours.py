"""From schedules of HSDS to the windows of a week; what is no plain week stays words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hopecare.domain.opening_hours import DoorHours, within_days
from hopecare.domain.service_facts import OpenWindow
from hopecare.reading.hsds_values import clock_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hopecare.reading.hsds_entries import Entry

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule with one of these does not hold every week.
_NARROWING: Final = ("count", "byweekno", "bymonthday", "byyearday")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHours:
    """The windows of a week, and the words of what fits into none."""

    windows: tuple[OpenWindow, ...]
    words: str | None


def read_hours(schedules: Iterable[Entry]) -> ReadHours:
    """Take every schedule as windows where it holds each week, and as its words otherwise."""
    windows: dict[OpenWindow, None] = {}
    words: dict[str, None] = {}
    for each in schedules:
        found = list(_windows(each)) if _is_weekly(each) else []
        windows |= dict.fromkeys(found)
        if not found:
            words |= dict.fromkeys(_words(each))
    return ReadHours(windows=tuple(windows), words="\n".join(words) or None)


def _is_weekly(schedule: Entry) -> bool:
    """Only plain days of every week, with both hours, are windows."""
    said = schedule.fields
    days = _day_names(schedule)
    return (
        said.get("freq", "WEEKLY") == "WEEKLY"
        and said.get("interval", 1) == 1
        and not any(name in said for name in _NARROWING)
        and "opens_at" in said
        and "closes_at" in said
        and bool(days)
        and all(day in _DAYS for day in days)
    )


def _day_names(schedule: Entry) -> list[str]:
    said = str(schedule.fields.get("byday", "")).upper()
    return [day.strip() for day in said.split(",") if day.strip()]


def _windows(schedule: Entry) -> Iterator[OpenWindow]:
    """Open past midnight is a window of the evening and one of the next morning."""
    said = schedule.fields
    opens, closes = clock_of(said["opens_at"]), clock_of(said["closes_at"])
    since, until = _days_of_validity(schedule)
    for name in _day_names(schedule):
        for each in within_days([DoorHours(_DAYS.index(name), opens, closes)]):
            yield OpenWindow(**each._asdict(), valid_from=since, valid_to=until)


def _days_of_validity(schedule: Entry) -> tuple[date | None, date | None]:
    since = schedule.fields.get("valid_from") or schedule.fields.get("dtstart")
    until = schedule.fields.get("valid_to") or schedule.fields.get("until")
    return (
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def _words(schedule: Entry) -> Iterator[str]:
    """What the office itself wrote about a rule that is no plain week."""
    said = schedule.fields
    for name in ("description", "notes"):
        if said.get(name):
            yield said[name]
            return
    parts = (said.get(name) for name in ("byday", "opens_at", "closes_at"))
    rough = " ".join(str(part) for part in parts if part)
    if rough:
        yield rough
