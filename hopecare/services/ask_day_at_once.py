"""Let the one call that rings an office about an emergency ask for the day of its answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.answer_day_calls import asks_last_day, open_day_calls
from hopecare.queries.silent_referrals import find_at_once_call, waits_without_day
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def ask_day_at_once(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Take back what rings the same office for the day alone: its page asks both.

    Whoever asks the person, or until when one may object, rings for something else. Once the
    urgent call is over and no day is known, it is asked for by itself (`ask_day_still`).
    """
    if find_at_once_call(session, referral.id) is None:
        return
    for application in waits_without_day(session, referral.id):
        for task in open_day_calls(session, application.id):
            if task.person_id is None and not asks_last_day(task):
                finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
