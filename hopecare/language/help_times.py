"""When help is wanted, short enough for a text: days by date, so that they never grow stale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from babel.dates import get_day_names

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.needs import NeedRhythm
from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, time

    from hopecare.language.reader import Reader

DAY_JOINT: Final = {"ko": "·"}
MINUTES_IN_HOUR: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTimes:
    """The day or the days of the week, the hour where there is one, and how long it takes."""

    rhythm: NeedRhythm
    from_on: date
    until_on: date | None = None
    weekdays: Collection[str] = ()
    starts_at: time | None = None
    minutes: int


def help_times_said(times: HelpTimes, reader: Reader) -> str:
    """Sun 29 Nov, 2 pm for 20 minutes; every Mon, Wed, 2 pm for 1 hour, from Sun 29 Nov."""
    is_weekly = times.rhythm is NeedRhythm.WEEKLY
    said = _every_week(times, reader) if is_weekly else _once(times, reader)
    length = length_said(times.minutes, reader.language)
    with_length = N_("%(times)s for %(length)s") if times.starts_at else N_("%(times)s, %(length)s")
    said = reader.say(with_length, times=said, length=length)
    if is_weekly and times.from_on > reader.today:
        day = reader.day(times.from_on)
        said = reader.say(N_("%(times)s, from %(day)s"), times=said, day=day)
    return said


def length_said(minutes: int, language: str) -> str:
    """20 minutes, 1 hour, 90 minutes."""
    say = translator(language)
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    if rest:
        return say.ngettext("%(num)d minute", "%(num)d minutes", minutes) % {"num": minutes}
    return say.ngettext("%(num)d hour", "%(num)d hours", hours) % {"num": hours}


def _once(times: HelpTimes, reader: Reader) -> str:
    """Say the day; where several will do, from when and until when; where any will, from when."""
    day = reader.day(times.from_on)
    if times.starts_at is None:
        return _one_of_several(times, reader) or day
    clock = reader.clock(times.starts_at)
    return reader.say(N_("%(day)s, %(clock)s"), day=day, clock=clock)


def _one_of_several(times: HelpTimes, reader: Reader) -> str | None:
    """None where it is for one day; days that have passed are not named any more."""
    first, last = max(times.from_on, reader.today), times.until_on
    if last is None:
        return reader.say(N_("from %(day)s"), day=reader.day(first))
    if last <= first:
        return reader.day(last) if last > times.from_on else None
    return reader.say(N_("%(day)s to %(last)s"), day=reader.day(first), last=reader.day(last))


def _every_week(times: HelpTimes, reader: Reader) -> str:
    names = get_day_names("abbreviated", locale=reader.language)
    days = DAY_JOINT.get(reader.language, ", ").join(
        names[day] for day, code in enumerate(WEEKDAYS) if code in times.weekdays
    )
    if times.starts_at is None:
        return reader.say(N_("every %(days)s"), days=days)
    clock = reader.clock(times.starts_at)
    return reader.say(N_("every %(days)s, %(clock)s"), days=days, clock=clock)
