"""Stop asking for one need: whoever waits is told that it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StandDownCause
from hopecare.queries.askings import asking_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.services.end_asking import end_asking
from hopecare.services.owe_alone_call import owe_alone_call
from hopecare.services.stand_down_offers import stand_down_offers

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking


def withdraw_asking(session: Session, *, asking_id: UUID, by: Actor, now: datetime) -> Asking:
    """Ask nobody any more for this need; what has ended already stays as it was.

    Whoever waits for a second is rung: they were told that one is looked for.
    """
    found = asking_by_id(session, asking_id)
    case = case_by_id(session, found.case_id, alone=True)
    need = need_by_id(session, found.need_id, alone=True)
    asking = asking_by_id(session, asking_id, fresh=True)
    if asking.ended_at is None:
        stand_down_offers(session, case, need, cause=StandDownCause.ENDED, by=by, now=now)
        end_asking(session, case, need, now=now)
        tasks = active_tasks_of_need(session, need.id)
        for task in tasks if len(tasks) < need.people_needed else ():
            owe_alone_call(session, case, asking, task, by=by, now=now)
        session.flush()
    return asking
