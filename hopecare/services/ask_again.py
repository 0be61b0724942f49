"""A call came to an end and nobody has taken what it asks for: it is owed again."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.recurring import cause_of
from hopecare.queries.asking_calls import asks_still
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask

WITHIN: Final[Mapping[CallTaskKind, timedelta]] = MappingProxyType(
    {CallTaskKind.CRISIS_HANDED: timedelta(), CallTaskKind.CASE_LEFT: timedelta(days=1)}
)
"""A crisis cannot wait: whoever is on duty hears of it until somebody is responsible."""


def ask_again(session: Session, task: CallTask, *, by: Actor, now: datetime) -> CallTask | None:
    """Owe it under the cause it has, to whom it was; None where there is nothing to ask any more.

    Words with the resident answer no question to a colleague.
    """
    if not asks_still(session, task):
        return None
    owed = OwedCall(
        kind=task.kind,
        dedup_key=cause_of(task.dedup_key),
        due_at=now + WITHIN[task.kind],
        person_id=task.person_id,
        about_person_id=task.about_person_id,
        case_id=task.case_id,
        owner_id=task.owner_id if task.kind is CallTaskKind.CRISIS_HANDED else None,
        centre_id=task.centre_id,
        words=task.words,
        recurs=True,
    )
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
