"""One reader: their language, their town's clock, and how dates and money read to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from babel.numbers import format_currency, format_decimal, get_currency_precision

from hopecare.domain.phone import PhoneNumber
from hopecare.errors import PhoneRefusedError
from hopecare.language import translator
from hopecare.language.labels import label

if TYPE_CHECKING:
    from enum import Enum

    from hopecare.language import Translator

DAY: Final = {"ko": "M월 d일(E)", "en": "EEE d MMM"}
DAY_WITH_YEAR: Final = {"ko": "y년 M월 d일(E)", "en": "EEE d MMM y"}
BIRTH_DATE: Final = {"ko": "y년 M월 d일", "en": "d MMMM y"}
HOUR: Final = {"ko": "aaaa h시", "en": "h a"}
MIDNIGHT: Final = {"ko": "자정", "en": "midnight"}
HOUR_AND_MINUTE: Final = {"ko": "aaaa h시 m분", "en": "h:mm a"}
METRES_IN_KM: Final = 1000
NEAR: Final = timedelta(hours=6)
"""So near, minutes and hours are said even across midnight."""
_KM_WITH_TENTHS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Says values the way one person reads them; `now` decides what "today" is."""

    language: str
    zone: str
    country: str
    currency: str
    now: datetime
    is_staff: bool = False
    """Staff read plain, formal words where a sentence has both; in many languages none has."""

    def say(self, sentence: str, **values: object) -> str:
        """Say a marked sentence."""
        said: str = self._translator.gettext(sentence)
        return said % values if values else said

    def label(self, member: Enum | None) -> str:
        """Say a code by its label; nothing for nothing."""
        return "" if member is None else label(self.language, member, for_staff=self.is_staff)

    @property
    def today(self) -> date:
        """Say which day it is where the reader's town is."""
        return self._local(self.now).date()

    @property
    def local_now(self) -> datetime:
        """The moment as the clocks of the town show it."""
        return self._local(self.now)

    def day(self, on: date | datetime | None) -> str:
        """11월 26일(목), with the year when it is not this one."""
        if on is None:
            return ""
        shown = self._local(on).date() if isinstance(on, datetime) else on
        shapes = DAY if shown.year == self.today.year else DAY_WITH_YEAR
        return format_date(shown, self._shape(shapes), locale=self.language)

    def dated(self, on: date | datetime | None) -> str:
        """2026년 11월 26일: always with the year, as paper that is kept needs it."""
        return self.birth_date(self._local(on).date() if isinstance(on, datetime) else on)

    def birth_date(self, on: date | None) -> str:
        """1950년 3월 5일."""
        return "" if on is None else format_date(on, self._shape(BIRTH_DATE), locale=self.language)

    def clock(self, at: datetime | time | None) -> str:
        """오전 10시, 오후 3시 5분."""
        if at is None:
            return ""
        local = self._local(at).time() if isinstance(at, datetime) else at
        shapes = HOUR_AND_MINUTE if local.minute else HOUR
        said = format_time(local, self._shape(shapes), locale=self.language)
        return said.replace(" AM", " am").replace(" PM", " pm")

    def moment(self, at: datetime | None) -> str:
        """11월 26일(목) 오전 10시."""
        if at is None:
            return ""
        glue = " " if self.language == "ko" else ", "
        local = self._local(at)
        if (local.hour, local.minute) == (0, 0):
            # "12 am" is read as noon, or as a night later: it is the end of the day before.
            return self.day(local.date() - timedelta(days=1)) + glue + self._shape(MIDNIGHT)
        return self.day(at) + glue + self.clock(at)

    def zoned_moment(self, at: datetime | None) -> str:
        """The moment with the name of its clock, for readers who may be elsewhere."""
        if at is None:
            return ""
        zone = get_timezone_name(ZoneInfo(self.zone), locale=self.language)
        return f"{self.moment(at)} ({zone})"

    def machine(self, at: datetime | date) -> str:
        """The value of a <time> element."""
        return at.isoformat()

    def ago(self, at: datetime | date | None) -> str:
        """How long ago or how far ahead: 방금, 25분 전, 어제, 3일 뒤."""
        if at is None:
            return ""
        if not isinstance(at, datetime):
            return self._days((at - self.today).days)
        days, away = (self._local(at).date() - self.today).days, at - self.now
        return self._days(days) if days and abs(away) >= NEAR else self._within_day(away)

    def money(self, minor: int | None, currency: str | None = None) -> str:
        """1,200,000원; amounts are kept in the smallest unit of their currency."""
        if minor is None:
            return ""
        unit = currency or self.currency
        amount = minor / 10 ** get_currency_precision(unit)
        if unit == "KRW" and self.language == "ko":
            return f"{self.count(minor)}원"
        return format_currency(amount, unit, locale=self._locale)

    def count(self, number: float | None) -> str:
        """1,234."""
        return "" if number is None else format_decimal(number, locale=self._locale)

    def distance(self, metres: float | None) -> str:
        """350 m, 1.2 km, 14 km."""
        if metres is None:
            return ""
        if metres < METRES_IN_KM:
            return f"{round(metres / 10) * 10:.0f} m"
        km = metres / METRES_IN_KM
        return f"{km:.1f} km" if km < _KM_WITH_TENTHS else f"{km:.0f} km"

    def phone(self, e164: str | None) -> str:
        """010-2345-6789 at home, with the country's number elsewhere."""
        if not e164:
            return ""
        try:
            return PhoneNumber.parse(e164, self.country, allow_invented=True).written_for(
                self.country
            )
        except PhoneRefusedError:
            return e164

    def span(self, begins_at: datetime, ends_at: datetime) -> str:
        """From one moment to another, the day said once when it is the same."""
        if self._local(begins_at).date() == self._local(ends_at).date():
            return f"{self.moment(begins_at)} – {self.clock(ends_at)}"
        return f"{self.moment(begins_at)} – {self.moment(ends_at)}"

    def stamp(self, at: datetime | None) -> str:
        """2026-11-26 10:00, for spreadsheets."""
        if at is None:
            return ""
        return format_datetime(self._local(at), "yyyy-MM-dd HH:mm", locale="en")

    def exact(self, at: datetime | None) -> str:
        """2026-11-26 10:00:05, where the order of seconds matters."""
        if at is None:
            return ""
        return format_datetime(self._local(at), "yyyy-MM-dd HH:mm:ss", locale="en")

    def _days(self, days: int) -> str:
        say = self._translator
        names = {
            0: say.gettext("today"),
            -1: say.gettext("yesterday"),
            1: say.gettext("tomorrow"),
        }
        if days in names:
            return names[days]
        if days < 0:
            return say.ngettext("%(num)d day ago", "%(num)d days ago", -days) % {"num": -days}
        return say.ngettext("in %(num)d day", "in %(num)d days", days) % {"num": days}

    def _within_day(self, away: timedelta) -> str:
        say = self._translator
        minutes = round(abs(away).total_seconds() / 60)
        if minutes < 1:
            return say.gettext("just now")
        hours, is_past = minutes // 60, away < timedelta()
        if hours and is_past:
            return say.ngettext("%(num)d hour ago", "%(num)d hours ago", hours) % {"num": hours}
        if hours:
            return say.ngettext("in %(num)d hour", "in %(num)d hours", hours) % {"num": hours}
        if is_past:
            said = say.ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
        else:
            said = say.ngettext("in %(num)d minute", "in %(num)d minutes", minutes)
        return said % {"num": minutes}

    @property
    def _translator(self) -> Translator:
        return translator(self.language, for_staff=self.is_staff)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def _shape(self, shapes: dict[str, str]) -> str:
        return shapes.get(self.language, shapes["en"])

    @property
    def _locale(self) -> str:
        return "ko_KR" if self.language == "ko" else self.language
