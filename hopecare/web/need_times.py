"""When help is needed: one day, or the days of the week, said the same way on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import format_date, get_day_names

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.needs import NeedRhythm
from hopecare.language import N_
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from hopecare.language.reader import Reader
    from models import Need

PLAIN_DAY: Final = {"ko": "M월 d일", "en": "d MMMM"}
"""Without the day of the week: the week's own days stand before it."""
PLAIN_DAY_WITH_YEAR: Final = {"ko": "y년 M월 d일", "en": "d MMMM y"}
MORE_THAN_ONE: Final = 2


def when_needed(need: Need) -> str:
    """Every week on Wed and Sat, 6:30 pm, from 28 November; or once, on one day."""
    return when_said(need, current_reader())


def when_said(need: Need, reader: Reader) -> str:
    """Say it to this reader."""
    said = _every_week(need, reader) if need.rhythm is NeedRhythm.WEEKLY else _once(need, reader)
    if need.rhythm is NeedRhythm.WEEKLY and need.from_on > reader.today:
        said = reader.say(N_("%(when)s, from %(day)s"), when=said, day=_plain(need.from_on, reader))
    is_one_day = need.rhythm is NeedRhythm.ONCE and need.until_on == need.from_on
    if need.until_on is not None and not is_one_day:
        said = reader.say(
            N_("%(when)s, until %(day)s"), when=said, day=_plain(need.until_on, reader)
        )
    return said


def _once(need: Need, reader: Reader) -> str:
    day, often = reader.day(need.from_on), reader.label(need.rhythm)
    if need.starts_at:
        return f"{often} · {day} {reader.clock(need.starts_at)}"
    if need.until_on is None:
        # Neither an hour nor an end: any day from then on will do.
        day = reader.say(N_("from %(day)s"), day=day)
    return f"{often} · {day}"


def _every_week(need: Need, reader: Reader) -> str:
    days = named_weekdays(need.weekdays, reader)
    if need.starts_at is None:
        return reader.say(N_("Every week on %(days)s"), days=days)
    clock = reader.clock(need.starts_at)
    return reader.say(N_("Every week on %(days)s, %(clock)s"), days=days, clock=clock)


def named_weekdays(weekdays: Collection[str], reader: Reader) -> str:
    """Mon, Wed and Sat; Monday first, however they are kept."""
    names = get_day_names("abbreviated", locale=reader.language)
    said = [names[day] for day, code in enumerate(WEEKDAYS) if code in weekdays]
    if len(said) < MORE_THAN_ONE:
        return "".join(said)
    return reader.say(N_("%(days)s and %(last)s"), days=", ".join(said[:-1]), last=said[-1])


def _plain(day: date, reader: Reader) -> str:
    shapes = PLAIN_DAY if day.year == reader.today.year else PLAIN_DAY_WITH_YEAR
    return format_date(day, shapes.get(reader.language, shapes["en"]), locale=reader.language)
