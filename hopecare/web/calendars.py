"""A private calendar as iCalendar: calm words, stable keys, cancelled days said as cancelled.

Calendars are copied to telephones: a helper's says the kind of help and the district, never whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from hopecare.domain.calendars import visit_days
from hopecare.domain.later_calls import next_ring
from hopecare.domain.needs import NeedRhythm
from hopecare.language import N_
from hopecare.queries.places import area_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hopecare.domain.calendars import VisitDay
    from hopecare.language.reader import Reader
    from hopecare.queries.calendars import Deadlines, HelperTask

MAKER: Final = "-//HopeCare//Private calendar//EN"
CALL: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing in a calendar, as plain values."""

    uid: str
    starts: datetime | date
    """A moment, or a whole day."""
    lasts: timedelta
    title: str
    link: str
    sequence: int = 0
    is_cancelled: bool = False


def calendar_of(happenings: Iterable[Happening], reader: Reader, *, name: str) -> bytes:
    """Write the file."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", reader.zone)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for each in happenings:
        calendar.add_component(_event(each, reader))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def visits(
    tasks: Iterable[HelperTask], reader: Reader, link: Callable[[HelperTask], str]
) -> Iterator[Happening]:
    """Say a helper's days: what kind of help, in which district."""
    for each in tasks:
        where = area_name(each.area, language=reader.language)
        title = " · ".join(filter(None, (reader.label(each.need.kind), where)))
        for day in visit_days(each.days, reader.today):
            yield Happening(
                uid=_uid(each, day),
                starts=_start(each, day, reader.zone),
                lasts=timedelta(minutes=each.need.minutes),
                title=title,
                link=link(each),
                sequence=day.sequence,
                is_cancelled=day.is_cancelled,
            )


def deadlines(due: Deadlines, reader: Reader, link: Callable[[Any], str]) -> Iterator[Happening]:
    """Say what is due by codes and kinds, without names."""
    zone = ZoneInfo(reader.zone)
    for referral in due.referrals:
        yield Happening(
            uid=f"referral-{referral.id}@hopecare",
            starts=referral.answer_due_on,
            lasts=timedelta(days=1),
            title=reader.say(N_("Answer due: referral %(code)s"), code=referral.code),
            link=link(referral),
            sequence=referral.version - 1,
        )
    for case in due.reviews:
        if case.review_on is not None:
            yield Happening(
                uid=f"review-{case.id}@hopecare",
                starts=case.review_on,
                lasts=timedelta(days=1),
                title=reader.say(N_("Look again: case %(code)s"), code=case.code),
                link=link(case),
                sequence=case.version - 1,
            )
    for call in due.calls:
        yield Happening(
            uid=f"call-{call.id}@hopecare",
            starts=next_ring(call.due_at, call.put_off_until, reader.now).astimezone(zone),
            lasts=CALL,
            title=reader.say(N_("A call to make: %(kind)s"), kind=reader.label(call.kind)),
            link=link(call),
            sequence=call.version - 1,
        )


def _uid(each: HelperTask, day: VisitDay) -> str:
    """The task and its day; a task of one day keeps its key when the day is moved."""
    of_day = "" if each.need.rhythm is NeedRhythm.ONCE else f"-{day.on:%Y%m%d}"
    return f"visit-{each.task.id}{of_day}@hopecare"


def _start(each: HelperTask, day: VisitDay, zone: str) -> datetime | date:
    """The wall's hour of that day where the town is; the whole day where no hour was said."""
    at = each.days.starts_at
    return day.on if at is None else datetime.combine(day.on, at, tzinfo=ZoneInfo(zone))


def _event(each: Happening, reader: Reader) -> Event:
    event = Event()
    event.add("uid", each.uid)
    event.add("dtstamp", reader.now)
    event.add("sequence", each.sequence)
    event.add("dtstart", each.starts)
    if isinstance(each.starts, datetime):
        event.add("dtend", each.starts + each.lasts)
    cancelled = reader.say(N_("Cancelled: %(what)s"), what=each.title)
    event.add("summary", cancelled if each.is_cancelled else each.title)
    event.add("status", "CANCELLED" if each.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if each.is_cancelled else "OPAQUE")
    event.add("url", each.link)
    event.add("class", "PRIVATE")
    return event
