"""Whoever rang us asked to be called back: whom we know is owed a call, others are looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.overdue_calls import ASKED_BACK
from hopecare.queries.call_causes import owed_for
from hopecare.services.ask_for_review import ask_for_review
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import InboundMessage

SOON: Final = timedelta(minutes=30)


def promise_call_back(session: Session, *, row: InboundMessage, by: Actor, now: datetime) -> None:
    """Owe it once; where nobody knows who rang, a person looks who it may be.

    Where texts do not come back, it is how anybody turns to us: left lying, it is told like any
    call that cannot wait, whoever rang. Nobody has heard what it is about.
    """
    if row.wants_call:
        return
    row.wants_call = True
    if row.person_id is None:
        ask_for_review(session, row=row, by=by, now=now)
        return
    row.needs_review = False
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"{ASKED_BACK}:{row.id}",
        due_at=now + SOON,
        person_id=row.person_id,
    )
    open_call_task(session, town_id=row.town_id, owed=owed, by=by, now=now)
    review = select(CallTask.id).where(
        owed_for([f"review:{row.id}"]), CallTask.status == CallTaskStatus.OPEN
    )
    for task_id in session.scalars(review).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
