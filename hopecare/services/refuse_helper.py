"""A resident would rather not have one volunteer; no reason is asked, and it holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.offers import StopReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.not_over import not_over
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.tasks import active_tasks_of_case
from hopecare.queries.town_days import local_day
from hopecare.services.bar_keyholder import bar_keyholder
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stand_down_helper import stand_down_helper
from hopecare.services.stop_task import stop_task
from models import RefusedHelper

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def refuse_helper(
    session: Session, *, resident_id: UUID, helper_id: UUID, by: Actor, now: datetime
) -> RefusedHelper:
    """Never ask this volunteer again, and end what they do; said twice, it stands once."""
    resident = person_by_id(session, resident_id)
    if resident_id == helper_id:
        raise InvalidInputError({"helper_id": ["same_person"]})
    person_by_id(session, helper_id)
    today = local_day(session, resident.town_id, now)
    standing = session.scalars(
        select(RefusedHelper).where(
            RefusedHelper.resident_id == resident_id,
            RefusedHelper.helper_id == helper_id,
            not_over(RefusedHelper, today),
        )
    ).first()
    refused = standing or _refuse(session, resident, helper_id, today, by, now)
    _end_help(session, resident_id, helper_id, by, now)
    if standing is None:
        bar_keyholder(session, person_id=helper_id, resident_id=resident_id, by=by, now=now)
    return refused


def _refuse(
    session: Session, resident: Person, helper_id: UUID, today: date, by: Actor, now: datetime
) -> RefusedHelper:
    refused = RefusedHelper(
        town_id=resident.town_id, resident_id=resident.id, helper_id=helper_id, from_on=today
    )
    session.add(refused)
    session.flush()
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=resident.id,
        subject_id=refused.id,
        facts={"refused_helper_id": str(helper_id)},
    )
    return refused


def _end_help(
    session: Session, resident_id: UUID, helper_id: UUID, by: Actor, now: datetime
) -> None:
    """Take back what this volunteer was asked for this resident, and end what they do."""
    stand_down_helper(session, helper_id=helper_id, resident_id=resident_id, by=by, now=now)
    for case in live_cases_of(session, resident_id):
        # The case is held before its tasks are read: a yes under way comes before or finds us.
        case_by_id(session, case.id, alone=True)
        for task in active_tasks_of_case(session, case.id):
            if task.helper_id == helper_id:
                reason = StopReason.HELPER_REFUSED
                stop_task(session, task_id=task.id, reason=reason, by=by, now=now)
