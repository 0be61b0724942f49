"""A private calendar as iCalendar: calm words, stable keys, cancelled days said as cancelled.

Calendars are copied to telephones: a helper's says the kind of help and the district, never whom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from hopecare.queries.calendar_deadlines import Deadlines
    from hopecare.queries.calendars import HelperTask
    from models import Application, CallTask, Case, CaseGoal, LegalClock, Referral

    _Row = Referral | LegalClock | Application | CaseGoal | Case

MAKER: Final = "-//HopeCare//Private calendar//EN"
CALL: Final = timedelta(minutes=15)
APPOINTMENT: Final = timedelta(hours=1)


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
    for referral in due.referrals:
        title = reader.say(N_("Answer due: referral %(code)s"), code=referral.code)
        yield _whole_day("referral", referral, referral.answer_due_on, title, link)
    for clock, code in due.clocks:
        kind = reader.label(clock.kind)
        title = reader.say(N_("A day of the law: %(kind)s, case %(code)s"), kind=kind, code=code)
        yield _whole_day("clock", clock, clock.due_on, title, link)
    for application, code in due.appointments:
        yield _appointment(application, code, reader, link)
    for goal, code in due.goals:
        title = reader.say(N_("The day of a goal: case %(code)s"), code=code)
        yield _whole_day("goal", goal, goal.target_on, title, link)
    for case in due.reviews:
        title = reader.say(N_("Look again: case %(code)s"), code=case.code)
        yield _whole_day("review", case, case.review_on, title, link)
    for call in due.calls:
        yield _call(call, reader, link)


def _whole_day(
    kind: str, row: _Row, on: date | None, title: str, link: Callable[[Any], str]
) -> Happening:
    return Happening(
        uid=f"{kind}-{row.id}@hopecare",
        starts=on or date.min,
        lasts=timedelta(days=1),
        title=title,
        link=link(row),
        sequence=row.version - 1,
    )


def _appointment(
    application: Application, code: str, reader: Reader, link: Callable[[Any], str]
) -> Happening:
    """At its hour, where one was agreed: neither where nor for what."""
    title = reader.say(N_("Appointment with an office: case %(code)s"), code=code)
    day = _whole_day("appointment", application, application.appointment_on, title, link)
    at = application.appointment_at
    if at is None or application.appointment_on is None:
        return day
    starts = datetime.combine(application.appointment_on, at, tzinfo=ZoneInfo(reader.zone))
    return replace(day, starts=starts, lasts=APPOINTMENT)


def _call(call: CallTask, reader: Reader, link: Callable[[Any], str]) -> Happening:
    rings = next_ring(call.due_at, call.put_off_until, reader.now)
    return Happening(
        uid=f"call-{call.id}@hopecare",
        starts=rings.astimezone(ZoneInfo(reader.zone)),
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
