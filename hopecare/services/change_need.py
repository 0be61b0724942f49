"""Change what a need asks for, as long as it is neither met nor ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.need_wishes import refuse_impossible
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import BackupEnd
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.asked_before import asked_before
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.weekly import find_backup, missed_of_cover, standing_covers
from hopecare.services.end_backup import end_backup
from hopecare.services.end_need import end_need
from hopecare.services.follow_changed_covers import follow_changed_covers
from hopecare.services.follow_changed_need import follow_changed_need
from hopecare.services.note_need import note_need
from hopecare.services.write_help import write_help

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.need_wishes import NeedWish
    from models import Need


def change_need(
    session: Session, *, need_id: UUID, version: int, wish: NeedWish, by: Actor, now: datetime
) -> Need:
    """Write the new wish over the need that was read; refuse where somebody else was first."""
    # The case first, as every other verb holds them.
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    if need.version != version:
        raise StaleVersionError(need_id=need_id, version=need.version)
    if need.status not in LIVE or missed_of_cover(session, need.id) is not None:
        # What stands in for one missed day is as the weekly need is.
        raise MoveNotAllowedError(machine="need", status=need.status, event="changed")
    refuse_impossible(wish)
    before = asked_before(session, need, now=now)
    _write(need, wish)
    if need.rhythm is not NeedRhythm.WEEKLY:
        _end_weekly_parts(session, need, by, now)
    note_need(session, case, need, kind=EntryKind.NEED_CHANGED, by=by, now=now)
    session.flush()
    follow_changed_need(session, case, need, before, by=by, now=now)
    follow_changed_covers(session, case, need, wish, by=by, now=now)
    session.flush()
    return need


def _end_weekly_parts(session: Session, need: Need, by: Actor, now: datetime) -> None:
    """What is needed once has no backup, and no week of it is missed."""
    for missed in standing_covers(session, need_id=need.id):
        end_need(session, need_id=missed.cover_need_id, is_met=False, by=by, now=now)
    backup = find_backup(session, need.id)
    if backup is not None:
        reason = BackupEnd.NEED_ENDED
        end_backup(session, backup_id=backup.id, ended_as=reason, by=by, now=now)


def _write(need: Need, wish: NeedWish) -> None:
    is_weekly = wish.rhythm is NeedRhythm.WEEKLY
    write_help(need, wish)
    need.rhythm = wish.rhythm
    need.from_on = wish.from_on
    need.until_on = wish.until_on
    need.weekdays = list(wish.weekdays) if is_weekly else []
    need.people_needed = wish.people_needed
