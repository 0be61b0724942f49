"""Owe somebody a call about a case: to the resident, or to one who helped them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.urgency import Urgency
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case

CALL_WITHIN: Final[Mapping[Urgency, timedelta]] = {
    Urgency.CRISIS: timedelta(minutes=15),
    Urgency.SOON: timedelta(hours=2),
    Urgency.ORDINARY: timedelta(hours=24),
}
"""Until when somebody of staff rings."""


def owe_case_call(  # noqa: PLR0913  once for each key, to whom, with what whoever rings reads
    session: Session,
    case: Case,
    *,
    to_id: UUID,
    key: str,
    words: str | None = None,
    recurs: bool = False,
    within: timedelta | None = None,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Owe one call for each key, `within` a time or as soon as the urgency of the case asks.

    What `recurs` is owed once more where the call before has ended.
    """
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=key,
        due_at=now + (CALL_WITHIN[case.urgency] if within is None else within),
        person_id=to_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=words,
        recurs=recurs,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
