"""Log one telephone call or one try at a door, with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare import keyring
from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline
from models import Call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallDirection, CallOutcome
    from hopecare.domain.identity import Identity


def log_call(  # noqa: PLR0913  a call has two ends, a way, an outcome and words
    session: Session,
    *,
    direction: CallDirection,
    outcome: CallOutcome,
    person_id: UUID | None,
    report_id: UUID | None = None,
    call_task_id: UUID | None = None,
    number: str | None = None,
    words: str | None = None,
    by: Identity,
    now: datetime,
) -> Call:
    """Write the call and, where we know whom it was with, an entry on their timeline."""
    call = Call(
        town_id=by.town_id,
        direction=direction,
        outcome=outcome,
        at=now,
        by_id=by.person_id,
        person_id=person_id,
        report_id=report_id,
        call_task_id=call_task_id,
        number=number,
        number_index=keyring.current().blind("phone", number) if number else None,
        words=words,
    )
    session.add(call)
    session.flush()
    note_timeline(
        session,
        town_id=by.town_id,
        kind=EntryKind.CALL_LOGGED,
        at=now,
        by=by,
        person_id=person_id,
        report_id=report_id,
        subject_id=call.id,
        facts={"direction": direction.value, "outcome": outcome.value},
    )
    return call
