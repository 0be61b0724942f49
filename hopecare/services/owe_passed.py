"""The day of a need has passed with nobody: a person asks the resident how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, CaseStatus
from hopecare.queries.calls_of_need import is_to_find
from hopecare.queries.cases import case_by_id
from hopecare.queries.need_times import has_passed, nobody_since
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.offers import last_wave
from hopecare.services.owe_unfilled import owe_unfilled
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Need


def owe_passed(session: Session, *, need_id: UUID, by: Actor, now: datetime) -> CallTask | None:
    """Owe the call, unless one is owed already or was made since nobody is found for this need."""
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    is_live = case.status is not CaseStatus.CLOSED and need.status in LIVE
    if not is_live or not has_passed(session, need, now=now):
        return None
    if len(taken_places(session, need.id)) >= need.people_needed:
        return None
    if _is_known(session, need):
        return None
    key, wave = f"passed:{need.id}", last_wave(session, need.id)
    return owe_unfilled(session, case, need, key=key, wave=wave, by=by, now=now, recurs=True)


def _is_known(session: Session, need: Need) -> bool:
    """A call made before somebody said yes, or for another day, knew nothing of this."""
    owed = select(CallTask.id).where(is_to_find(need.id))
    since = nobody_since(session, need)
    if since is not None:
        owed = owed.where((CallTask.status == CallTaskStatus.OPEN) | (CallTask.done_at > since))
    return session.scalars(owed.limit(1)).first() is not None
