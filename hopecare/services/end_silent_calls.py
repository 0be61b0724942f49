"""Take back the call that asks an office why it stays silent: it has answered, or need not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.silent_referrals import silent_calls_of
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def end_silent_calls(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Cancel what nobody has made yet."""
    for task in silent_calls_of(session, referral.id):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
