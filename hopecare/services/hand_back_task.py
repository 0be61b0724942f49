"""A helper hands a task back: nobody is blamed, and the next neighbours are asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus, OfferStatus, TaskEvent, TaskStatus
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.offers import last_wave
from hopecare.queries.tasks import task_by_id
from hopecare.services.ask_neighbours import BY_POLICY, Wave, ask_neighbours
from hopecare.services.end_task import end_task
from hopecare.services.follow_unfilled import follow_unfilled

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.offers import DeclineReason
    from models import Need, Offer, Task


def hand_back_task(
    session: Session, *, task_id: UUID, reason: DeclineReason | None, by: Actor, now: datetime
) -> Task:
    """End the helper's task, ask the next neighbours, and owe a call where there is none."""
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    if task.status is TaskStatus.ENDED:
        return task
    code = reason.value if reason else None
    event = TaskEvent.HANDED_BACK
    end_task(session, case, need, task, event=event, by=by, now=now, reason=code)
    if case.status is CaseStatus.CLOSED or need.status not in LIVE:
        return task
    if not _ask_next(session, need, by=by, now=now):
        wave = last_wave(session, need.id)
        follow_unfilled(session, case, need, wave=wave, by=by, now=now)
    return task


def _ask_next(session: Session, need: Need, *, by: Actor, now: datetime) -> list[Offer]:
    """Ask those first who said yes when it was taken already; without them, the next wave."""
    backups = [
        each.helper_id
        for each in candidates_for(session, need, now=now).candidates
        if each.offer is OfferStatus.LATE
    ]
    wave = Wave(helper_ids=backups) if backups else BY_POLICY
    return ask_neighbours(session, need_id=need.id, wave=wave, by=by, now=now)
