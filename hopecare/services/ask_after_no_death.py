"""Somebody who was said to have died lives: their check-ins, which rested since, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.unreached import leaves_death_unsure
from hopecare.queries.check_in_board import find_live_plan
from hopecare.queries.pauses_beneath import pauses_beneath
from hopecare.queries.residents import person_by_id
from hopecare.services.pause_check_ins import pause_check_ins

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask


def ask_after_no_death(session: Session, task: CallTask, *, by: Actor, now: datetime) -> None:
    """End the pause that the word of their death began, once the call to make sure says otherwise.

    What gave way to it holds again: whoever lies in hospital rests until the day that was said. A
    pause that was set by hand stays: it has its own reason. Once a death is recorded nothing goes
    on.
    """
    if task.kind is not CallTaskKind.RECORD_DEATH:
        return
    if task.outcome is None or leaves_death_unsure(task.outcome):
        return
    if task.person_id is None or person_by_id(session, task.person_id).died_on is not None:
        return
    plan = find_live_plan(session, task.person_id)
    if plan is not None and plan.rests_for_death:
        again, others = pauses_beneath(plan, now=now)
        pause_check_ins(
            session,
            plan_id=plan.id,
            paused_from=again.first if again else None,
            paused_until=again.until if again else None,
            gave_way=others,
            by=by,
            now=now,
        )
