"""Give a plan of check-ins a ladder of its own; what climbs already keeps the one it began with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import SLOT
from hopecare.domain.ladders import OWN, flaw_of, steps_written
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.reading.ladders import ladder_of, shipped_ladders
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_unseen_wordings import refuse_unseen_wordings
from models import CheckInPlan, CheckInSlot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.ladders import Steps

STEPS: Final = "steps"


def use_ladder(
    session: Session, *, plan_id: UUID, steps: Steps, by: Actor, now: datetime
) -> CheckInPlan:
    """Write the steps, or refuse them by their flaw; days, hours and a pause stay as they are."""
    flaw = flaw_of(steps)
    if flaw is not None:
        raise InvalidInputError({STEPS: [flaw.value]})
    plan = session.get(CheckInPlan, plan_id, with_for_update=True, populate_existing=True)
    if plan is None or plan.ended_at is not None:
        raise NotFoundError(plan_id=plan_id)
    refuse_unseen_wordings(session, plan, steps=steps)
    for slot in _begun(session, plan):
        slot.steps = slot.steps or steps_written(ladder_of(plan))
    plan.steps, plan.ladder = steps_written(steps), _name_of(steps)
    note_timeline(
        session,
        town_id=plan.town_id,
        kind=EntryKind.CHECK_INS_CHANGED,
        at=now,
        by=by,
        person_id=plan.person_id,
        case_id=plan.case_id,
        subject_id=plan.id,
        facts={"ladder": plan.ladder, "steps": len(steps)},
    )
    session.flush()
    return plan


def _begun(session: Session, plan: CheckInPlan) -> list[CheckInSlot]:
    """The check-ins of the plan that nobody has settled."""
    begun = (
        select(CheckInSlot)
        .where(CheckInSlot.plan_id == plan.id, CheckInSlot.status.not_in(SLOT.final))
        .with_for_update()
    )
    return list(session.scalars(begun))


def _name_of(steps: Steps) -> str:
    """The shipped ladder it equals, or a name for one's own."""
    return next((name for name, each in shipped_ladders().items() if each == steps), OWN)
