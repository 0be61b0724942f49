"""Give tasks back to the helpers who held them when a death was recorded by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import CaseEvent, CaseStatus, NeedEvent, TaskEvent
from hopecare.domain.offers import StandDownCause
from hopecare.domain.undoing import HelpFacts, LeftReason, why_help_stays_ended
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_help
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.tasks import count_held, find_active_task, task_by_id
from hopecare.queries.volunteers import find_profile
from hopecare.services.end_calls_of_need import end_calls_of_need
from hopecare.services.follow_started import follow_started
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.move_task import move_task
from hopecare.services.note_task_started import note_task_started
from hopecare.services.stand_down_offers import stand_down_offers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Task


def bring_back_tasks(
    session: Session, *, task_ids: Iterable[UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Let each run again whose helper is still there and whose place is free; say why not."""
    left = {}
    for task_id in task_ids:
        asked = task_by_id(session, task_id)
        # Helper, case, need: whoever answers an offer holds them in this order.
        find_profile(session, asked.helper_id, alone=True)
        case = case_by_id(session, asked.case_id, alone=True)
        need = need_by_id(session, asked.need_id, alone=True)
        task = task_by_id(session, task_id, fresh=True)
        reason = _against(session, case, need, task, now)
        if reason is not None:
            left[task_id] = reason
        else:
            _run_again(session, case, need, task, by, now)
    return left


def _against(
    session: Session, case: Case, need: Need, task: Task, now: datetime
) -> LeftReason | None:
    profile = find_profile(session, task.helper_id)
    may = profile is not None and may_help(
        session, profile, resident_id=case.resident_id, now=now, goes_on=True
    )
    holds_it = find_active_task(session, need_id=need.id, helper_id=task.helper_id) is not None
    taken = taken_places(session, need.id)
    is_free = task.place not in taken and task.place <= need.people_needed and not holds_it
    return why_help_stays_ended(
        HelpFacts(
            need_is_live=case.status is not CaseStatus.CLOSED and need.status in LIVE,
            helper_may=may,
            helper_has_room=profile is not None
            and count_held(session, task.helper_id) < profile.max_active,
            place_is_free=is_free,
        )
    )


def _run_again(
    session: Session, case: Case, need: Need, task: Task, by: Actor, now: datetime
) -> None:
    move_task(task, event=TaskEvent.REOPENED, now=now)
    task.ended_by = None
    move_need(need, event=NeedEvent.OFFER_ACCEPTED, now=now)
    move_case(case, event=CaseEvent.OFFER_ACCEPTED, now=now)
    session.flush()
    note_task_started(session, case, task, by=by, now=now)
    follow_started(session, case, need, task, by=by, now=now)
    if len(taken_places(session, need.id)) >= need.people_needed:
        # As when somebody takes the last place: nobody is looked for any more.
        end_calls_of_need(session, need, ended_by=AlertEnd.HELPED, by=by, now=now)
        stand_down_offers(session, case, need, cause=StandDownCause.FILLED, by=by, now=now)
