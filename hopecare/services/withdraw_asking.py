"""Stop asking for one need: whoever waits is told that it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StandDownCause
from hopecare.queries.askings import asking_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.services.end_asking import end_asking
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.stand_down_offers import stand_down_offers

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, Case, Need


def withdraw_asking(session: Session, *, asking_id: UUID, by: Actor, now: datetime) -> Asking:
    """Ask nobody any more for this need; what has ended already stays as it was."""
    found = asking_by_id(session, asking_id)
    case = case_by_id(session, found.case_id, alone=True)
    need = need_by_id(session, found.need_id, alone=True)
    asking = asking_by_id(session, asking_id, fresh=True)
    if asking.ended_at is None:
        stand_down_offers(session, case, need, cause=StandDownCause.ENDED, by=by, now=now)
        _owe_calls_to_waiting(session, case, need, asking, by=by, now=now)
        end_asking(session, case, need, now=now)
        session.flush()
    return asking


def _owe_calls_to_waiting(
    session: Session, case: Case, need: Need, asking: Asking, *, by: Actor, now: datetime
) -> None:
    """Whoever said yes was told that a second person is looked for: somebody decides with them."""
    waiting = active_tasks_of_need(session, need.id)
    if len(waiting) >= need.people_needed:
        return
    for task in waiting:
        key, to_id = f"alone:{asking.id}:{task.id}", task.helper_id
        owe_case_call(session, case, to_id=to_id, key=key, by=by, now=now)
