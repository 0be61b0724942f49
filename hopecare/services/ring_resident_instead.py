"""Whoever was rung in a resident's place is not reached: the resident is rung themself, today.

Whom they wish to be asked from now on they say in that call: the plan would ask the same one again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.recurring import cause_of
from hopecare.language import N_, translator
from hopecare.queries.stoppable import has_died
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_missed_question import SAME_DAY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask

WITHIN: Final = {CallTaskKind.NOT_ASKED: SAME_DAY, CallTaskKind.HELP_ASKED: timedelta(0)}
"""Calls by which staff learn how a resident is, from whomever; a call for help waits for no one."""
NOT_REACHED: Final = N_(
    "Whoever is asked in their place was not reached. Ask them how they are, "
    "and agree on whom check-ins ask from now on."
)


def ring_resident_instead(
    session: Session, task: CallTask, *, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the call under the cause it has; None where it asked nothing of them, or rang them.

    It is nobody's own: it is today's, and whoever has a hand free makes it.
    """
    about_id = task.about_person_id
    if task.kind not in WITHIN or about_id is None or about_id == task.person_id:
        return None
    if has_died(session, about_id):
        return None
    say = translator(town_by_id(session, task.town_id).language)
    owed = OwedCall(
        kind=task.kind,
        dedup_key=cause_of(task.dedup_key),
        due_at=now + WITHIN[task.kind],
        person_id=about_id,
        about_person_id=about_id,
        case_id=task.case_id,
        slot_id=task.slot_id,
        centre_id=task.centre_id,
        words=say.gettext(NOT_REACHED),
        recurs=True,
    )
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
