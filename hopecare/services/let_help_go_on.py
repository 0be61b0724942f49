"""Let the help until a decision go on as any other: it waits for no office any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from hopecare.domain.applications import NoBridge
from hopecare.domain.timeline import EntryKind
from hopecare.queries.asked_before import asked_before
from hopecare.queries.bridges import open_calls_of_bridge
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_changed_need import follow_changed_need
from hopecare.services.note_need import note_need
from models import LegalClock

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Case, Need


def let_help_go_on(
    session: Session, case: Case, application: Application, *, by: Actor, now: datetime
) -> None:
    """Only what runs goes on; whoever helps hears that the day of the answer ends it no more.

    The calls that the help does not last until then are over with that day.
    """
    if application.bridge_need_id is None:
        return
    need = need_by_id(session, application.bridge_need_id, alone=True)
    if need.status not in LIVE:
        return
    for task in open_calls_of_bridge(session, application):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    application.bridge_need_id, application.no_bridge = None, NoBridge.HELPED_ON
    need.bridges_referral_id = None
    if _ends_by_a_clock(session, application, need):
        before = asked_before(session, need, now=now)
        need.until_on = None
        note_need(session, case, need, kind=EntryKind.NEED_CHANGED, by=by, now=now)
        session.flush()
        follow_changed_need(session, case, need, before, by=by, now=now)
    session.flush()


def _ends_by_a_clock(session: Session, application: Application, need: Need) -> bool:
    """Another last day is one that somebody set for the help itself."""
    days = or_(LegalClock.due_on == need.until_on, LegalClock.look_on == need.until_on)
    of_it = exists().where(LegalClock.application_id == application.id, days)
    return need.until_on is not None and bool(session.scalar(select(of_it)))
