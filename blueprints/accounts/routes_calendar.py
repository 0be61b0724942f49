"""One's own calendar address: made, renewed, revoked on one's page; read by calendar programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, url_for

from blueprints.accounts.door import blueprint
from hopecare.database import AllTowns, TownScope
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.reader import Reader
from hopecare.passwords import hash_token
from hopecare.queries.calendar_deadlines import deadlines_of
from hopecare.queries.calendars import (
    calendar_token,
    find_feed,
    find_holder,
    tasks_of_calendar,
)
from hopecare.queries.town_days import town_by_id
from hopecare.services.make_calendar import make_calendar
from hopecare.services.revoke_calendar import revoke_calendar
from hopecare.web.acts import act_once
from hopecare.web.calendars import calendar_of, deadlines, visits
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Application, CallTask, Case, CaseGoal, LegalClock, Referral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.calendars import FeedHolder, HelperTask
    from hopecare.web.calendars import Happening
    from models import CalendarFeed

ICALENDAR = "text/calendar; charset=utf-8"


@blueprint.get("/account/calendar")
@permits("account.read_own")
def own_calendar() -> ResponseReturnValue:
    """Show the address there is, or what one would show."""
    with reading() as session:
        feed = find_feed(session, current_identity().person_id)
    return page("accounts/calendar.html", feed=feed, address=_address(feed))


@blueprint.post("/account/calendar")
@permits("account.change_own")
def make_own_calendar() -> ResponseReturnValue:
    """Make an address; one there was opens nothing any more."""
    identity, now, language = current_identity(), desk().clock(), current_language()

    def act(session: Session) -> str:
        make_calendar(session, language=language, by=identity, now=now)
        return url_for("accounts.own_calendar")

    return act_once(identity, act, said=N_("Your calendar address is made."))


@blueprint.post("/account/calendar/end")
@permits("account.change_own")
def end_own_calendar() -> ResponseReturnValue:
    """Revoke the address."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        revoke_calendar(session, by=identity, now=now)
        return url_for("accounts.own_calendar")

    return act_once(identity, act, said=N_("The address opens nothing any more."))


@blueprint.get("/calendar/<token>.ics")
@permits("calendar.feed")
def calendar_feed(token: str) -> ResponseReturnValue:
    """Hand a calendar to whoever has its address; a wrong one is as good as not there."""
    now = desk().clock()
    with desk().database.reading(AllTowns()) as session:
        holder = find_holder(session, token_hash=hash_token(token), now=now)
    if holder is None:
        raise NotFoundError(kind="calendar")
    answer = Response(_calendar(holder), content_type=ICALENDAR)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _address(feed: CalendarFeed | None) -> str:
    """Give the whole address, where our key still makes the token that was kept."""
    if feed is None:
        return ""
    token = calendar_token(feed)
    if hash_token(token) != feed.token_hash:
        return ""
    return desk().settings.public_base_url + url_for("accounts.calendar_feed", token=token)


def _calendar(holder: FeedHolder) -> bytes:
    identity = holder.identity
    with desk().database.reading(TownScope(identity.town_id)) as session:
        town = town_by_id(session, identity.town_id)
        reader = Reader(
            language=holder.feed.language,
            zone=town.zone,
            country=town.country,
            currency=town.currency,
            now=desk().clock(),
        )
        happenings = list(_happenings(session, holder, reader))
    return calendar_of(happenings, reader, name="HopeCare")


def _happenings(session: Session, holder: FeedHolder, reader: Reader) -> Iterator[Happening]:
    """What each of their roles has in it."""
    identity = holder.identity
    if Role.VOLUNTEER in identity.roles:
        tasks = tasks_of_calendar(session, identity.person_id, today=reader.today, zone=reader.zone)
        yield from visits(tasks, reader, _task_link)
    if identity.roles & STAFF:
        due = deadlines_of(session, identity, today=reader.today, now=reader.now)
        yield from deadlines(due, replace(reader, is_staff=True), _page_of)


def _task_link(each: HelperTask) -> str:
    return _whole(url_for("volunteering.task", task_id=each.task.id))


def _page_of(row: Referral | LegalClock | Application | CaseGoal | Case | CallTask) -> str:
    return _whole(_path_of(row))


def _path_of(row: Referral | LegalClock | Application | CaseGoal | Case | CallTask) -> str:
    match row:
        case Referral():
            return url_for("casework.referral", referral_id=row.id)
        case LegalClock():
            return _page_of_clock(row)
        case Application():
            return url_for("casework.application", application_id=row.id)
        case CaseGoal():
            return url_for("casework.case", case_id=row.case_id)
        case Case():
            return url_for("casework.case", case_id=row.id)
        case CallTask():
            return url_for("coordination.call_task", task_id=row.id)


def _page_of_clock(clock: LegalClock) -> str:
    """What the day is of."""
    if clock.application_id is not None:
        return url_for("casework.application", application_id=clock.application_id)
    if clock.referral_id is not None:
        return url_for("casework.referral", referral_id=clock.referral_id)
    return url_for("casework.crisis", crisis_id=clock.crisis_id)


def _whole(path: str) -> str:
    return desk().settings.public_base_url + path
