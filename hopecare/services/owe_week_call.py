"""Owe a resident a call about one missed day: who comes instead, or that nobody does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.week_news import open_week_news
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, MissedWeek

NEWS: Final = frozenset({"nobody", "taken"})
WITHIN: Final = timedelta(hours=1)
"""A missed day does not wait for tomorrow."""


def owe_week_call(
    session: Session, case: Case, missed: MissedWeek, *, what: str, by: Actor, now: datetime
) -> CallTask:
    """Owe one call for what there is to say of the day now; the day stands in its words.

    Of the two news, that nobody comes or that somebody does, only the last is still to be told.
    """
    for call in open_week_news(session, missed) if _news_of(what) in NEWS else ():
        if _news_of(call.dedup_key.removeprefix(f"missed_week:{missed.id}:")) == _news_of(what):
            call.due_at = min(call.due_at, now + WITHIN)
            return call
        finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"missed_week:{missed.id}:{what}",
        due_at=now + WITHIN,
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=missed.on_date.isoformat(),
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)


def _news_of(what: str) -> str:
    return what.partition(":")[0]
