"""When an asking is over: nobody is asked any more; who waits for a second is let go.

For a missed day a person rings on, and whoever was asked may still say yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AskingEvent, MissedWeekStatus, TaskEvent
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import StandDownCause
from hopecare.language.wordings import Text
from hopecare.queries.calls_of_need import open_calls_of_need
from hopecare.queries.offers import last_wave, offer_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.end_asking import end_asking
from hopecare.services.end_task import end_task
from hopecare.services.leave_week_to_staff import leave_week_to_staff
from hopecare.services.move_asking import move_asking
from hopecare.services.owe_alone_call import owe_alone_call
from hopecare.services.owe_unfilled import owe_unfilled
from hopecare.services.stand_down_offers import stand_down_offers
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, Case, Need, Task


def expire_asking(
    session: Session, asking: Asking, case: Case, need: Need, *, by: Actor, now: datetime
) -> Asking:
    """End it, tell everybody who waits, and owe a call unless one waits already."""
    move_asking(asking, event=AskingEvent.TIME_OVER, now=now)
    session.flush()
    missed = missed_of_cover(session, need.id)
    if missed is not None:
        end_asking(session, case, need, now=now)
        if missed.status is not MissedWeekStatus.UNFILLED:
            leave_week_to_staff(session, case, need, missed, by=by, now=now)
        return asking
    stand_down_offers(session, case, need, cause=StandDownCause.TIME_OVER, by=by, now=now)
    for task in active_tasks_of_need(session, need.id):
        if task.started_at >= asking.opened_at or need.rhythm is not NeedRhythm.WEEKLY:
            _release(session, case, need, task, by, now)
        else:
            # They have come for weeks and may go on alone: a person asks, and decides with them.
            owe_alone_call(session, case, asking, task, by=by, now=now)
    end_asking(session, case, need, now=now)
    if not open_calls_of_need(session, need.id):
        key, wave = f"expired:{asking.id}", last_wave(session, need.id)
        owe_unfilled(session, case, need, key=key, wave=wave, by=by, now=now)
    session.flush()
    return asking


def _release(
    session: Session, case: Case, need: Need, task: Task, by: Actor, now: datetime
) -> None:
    """Let somebody go who said yes first, and for whom no second was found."""
    event = TaskEvent.STOPPED
    end_task(session, case, need, task, event=event, by=by, now=now, reason="no_second")
    if task.offer_id is not None:
        tell_helper(
            session,
            offer_by_id(session, task.offer_id),
            kind=MessageKind.NOTICE,
            text=Text.NO_SECOND,
            values={"name": person_by_id(session, case.resident_id).called},
            now=now,
        )
