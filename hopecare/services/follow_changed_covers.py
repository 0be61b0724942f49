"""Help of every week was changed: each missed day that is still to come changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import falls_on
from hopecare.queries.asked_before import asked_before
from hopecare.queries.needs import need_by_id
from hopecare.queries.weekly import standing_covers
from hopecare.services.end_need import end_need
from hopecare.services.follow_changed_need import follow_changed_need
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_week_call import owe_week_call
from hopecare.services.write_help import write_help

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.need_wishes import NeedWish
    from models import Case, MissedWeek, Need


def follow_changed_covers(
    session: Session, case: Case, need: Need, wish: NeedWish, *, by: Actor, now: datetime
) -> None:
    """Call off the days on which it falls no more; whoever goes on the others hears what is new."""
    for missed in standing_covers(session, need_id=need.id):
        if _falls(need, missed.on_date):
            _change(session, case, missed, wish, by, now)
        else:
            _call_off(session, case, missed, by, now)


def _falls(need: Need, day: date) -> bool:
    weekdays, from_on, until_on = need.weekdays, need.from_on, need.until_on
    return falls_on(day, weekdays=weekdays, from_on=from_on, until_on=until_on)


def _change(
    session: Session, case: Case, missed: MissedWeek, wish: NeedWish, by: Actor, now: datetime
) -> None:
    cover = need_by_id(session, missed.cover_need_id, alone=True)
    before = asked_before(session, cover, now=now)
    write_help(cover, wish)
    note_timeline(
        session,
        town_id=cover.town_id,
        kind=EntryKind.NEED_CHANGED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=cover.id,
        facts={"need": cover.kind.value},
    )
    session.flush()
    follow_changed_need(session, case, cover, before, by=by, now=now)


def _call_off(session: Session, case: Case, missed: MissedWeek, by: Actor, now: datetime) -> None:
    """The last the resident heard is that somebody else comes on that day."""
    is_taken = missed.status is MissedWeekStatus.TAKEN
    end_need(session, need_id=missed.cover_need_id, is_met=False, by=by, now=now)
    if is_taken:
        owe_week_call(session, case, missed, what="called_off", by=by, now=now)
