"""Log one telephone call or one try at a door, with what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.repeats import same_call
from hopecare.queries.search_terms import phone_index
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import Call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallDirection
    from hopecare.domain.identity import Identity

CALL_BACK_WITHIN: Final = timedelta(hours=2)
"""When nobody says another time, "call me later" means this morning or this afternoon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """What there is to write about a call."""

    direction: CallDirection
    outcome: CallOutcome
    person_id: UUID | None = None
    report_id: UUID | None = None
    call_task_id: UUID | None = None
    number: str | None = None
    """E.164, where it is a number we may not know yet."""
    words: str | None = None
    owes_call_back: bool = True
    """Not where the caller of this verb owes the next call with an hour of its own."""


def log_call(session: Session, *, note: CallNote, by: Identity, now: datetime) -> Call:
    """Write the call; "later" becomes a call that we owe them.

    The same call written again a moment later is the first one.
    """
    call = _call(note, by, now)
    first = same_call(session, call)
    if first is not None:
        return first
    session.add(call)
    session.flush()
    note_timeline(
        session,
        town_id=by.town_id,
        kind=EntryKind.CALL_LOGGED,
        at=now,
        by=by,
        person_id=note.person_id,
        report_id=note.report_id,
        subject_id=call.id,
        facts={"direction": note.direction.value, "outcome": note.outcome.value},
    )
    if note.outcome is CallOutcome.CALL_LATER and note.owes_call_back:
        _owe_call_back(session, call, by=by, now=now)
    return call


def _call(note: CallNote, by: Identity, now: datetime) -> Call:
    return Call(
        town_id=by.town_id,
        direction=note.direction,
        outcome=note.outcome,
        at=now,
        by_id=by.person_id,
        person_id=note.person_id,
        report_id=note.report_id,
        call_task_id=note.call_task_id,
        number=note.number,
        number_index=phone_index(note.number) if note.number else None,
        words=note.words,
    )


def _owe_call_back(session: Session, call: Call, *, by: Identity, now: datetime) -> None:
    """Owe the call; a number we do not know yet stands in its words."""
    if call.person_id is None and call.number is None:
        return
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"call_back:{call.id}",
        due_at=now + CALL_BACK_WITHIN,
        person_id=call.person_id,
        report_id=call.report_id,
        owner_id=by.person_id,
        centre_id=by.centre_id,
        words=call.number if call.person_id is None else None,
    )
    open_call_task(session, town_id=by.town_id, owed=owed, by=by, now=now)
