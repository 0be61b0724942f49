"""End a need: it was met, or it is not needed any more. Its offers and tasks end with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import NeedEvent, NeedStatus, TaskEvent
from hopecare.domain.offers import StandDownCause
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.weekly import standing_covers
from hopecare.services.end_asking import end_asking
from hopecare.services.end_calls_of_need import end_calls_of_need
from hopecare.services.end_task import end_task
from hopecare.services.end_weekly import end_weekly
from hopecare.services.move_need import move_need
from hopecare.services.note_need import note_need
from hopecare.services.stand_down_offers import stand_down_offers
from hopecare.services.tell_task_ended import tell_task_ended

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def end_need(
    session: Session,
    *,
    need_id: UUID,
    is_met: bool,
    by: Actor,
    now: datetime,
    tells_helpers: bool = True,
) -> Need:
    """End the need with everything that hangs from it, thanking those who helped.

    After a death `tells_helpers` is False: they are rung by a person, never told by a text.
    """
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    event = NeedEvent.MET if is_met else NeedEvent.ENDED
    move_need(need, event=event, now=now)
    need.waits_for_consent = False
    stand_down_offers(session, case, need, cause=StandDownCause.ENDED, by=by, now=now)
    ending = TaskEvent.FINISHED if is_met else TaskEvent.STOPPED
    for task in active_tasks_of_need(session, need.id):
        end_task(session, case, need, task, event=ending, by=by, now=now, calls_off=tells_helpers)
        if tells_helpers:
            tell_task_ended(session, case, task, now=now)
    end_asking(session, case, need, now=now)
    ended_by = _end_of_alerts(is_met=is_met, has_died=not tells_helpers)
    end_calls_of_need(session, need, ended_by=ended_by, by=by, now=now)
    for missed in standing_covers(session, need_id=need.id):
        of_day, tells = missed.cover_need_id, tells_helpers
        end_need(session, need_id=of_day, is_met=False, by=by, now=now, tells_helpers=tells)
    end_weekly(session, case, need, is_met=is_met, by=by, now=now)
    _note(session, case, need, by, now)
    session.flush()
    return need


def _end_of_alerts(*, is_met: bool, has_died: bool) -> AlertEnd:
    if has_died:
        return AlertEnd.HAS_DIED
    return AlertEnd.HELPED if is_met else AlertEnd.NOT_NEEDED


def _note(session: Session, case: Case, need: Need, by: Actor, now: datetime) -> None:
    is_met = need.status is NeedStatus.MET
    note_need(
        session,
        case,
        need,
        kind=EntryKind.NEED_MET if is_met else EntryKind.NEED_ENDED,
        by=by,
        now=now,
    )
