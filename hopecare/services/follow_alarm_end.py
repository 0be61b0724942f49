"""An alarm ended, and something follows: nobody is asked for now, and somebody owes a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import Learnt
from hopecare.domain.unreached import NEXT_STEPS, RESTS
from hopecare.queries.residents import person_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.rest_plan import rest_plan

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor

AS_CALL: Final = {end: outcome for outcome, end in RESTS.items()}
"""What staff learn by an alarm follows as if they had learnt it by a call."""


def follow_alarm_end(
    session: Session, person_id: UUID, *, ended_by: AlertEnd, by: Actor, now: datetime
) -> None:
    """Owe what follows, and ask nobody until then: in hospital for a week, after a death no more.

    Once a death is recorded, that has stopped everything.
    """
    outcome = AS_CALL.get(ended_by)
    person = person_by_id(session, person_id)
    if outcome is None or person.died_on is not None:
        return
    step = NEXT_STEPS[outcome]
    if step.kind is None:
        return
    owed = OwedCall(
        kind=step.kind,
        dedup_key=f"{step.kind.value}:{person_id}:{now.date()}",
        due_at=now + step.within,
        person_id=person_id,
        recurs=True,  # twice in a day is owed twice
    )
    following = open_call_task(session, town_id=person.town_id, owed=owed, by=by, now=now)
    until = following.due_at
    rest_plan(session, person_id, until=until, learnt=Learnt(ended_by), by=by, now=now)
