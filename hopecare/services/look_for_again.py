"""A death was a mistake: whoever was asked, or looked for, when it was written is looked for again.

What was out was taken back with the death. Nobody has heard how they are, so nobody waits for a
question of another day: a person rings at once, and a silence alarms whoever is on duty anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.undoing import StoppedKind
from hopecare.queries.calls_of_check_ins import find_call_how_they_are
from hopecare.queries.check_ins import hold_slots, plan_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_silence import raise_silence
from hopecare.services.reopen_slot import reopen_slot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInSlot, DeathRecord, Person

TIME_TO_DIAL: Final = timedelta(minutes=30)
"""Where an alert goes out at the same moment: the call is told only if that comes to nothing."""


def look_for_again(
    session: Session, person: Person, record: DeathRecord, *, by: Actor, now: datetime
) -> list[CallTask]:
    """Owe one call because of whatever was open; a silence is raised anew beside it.

    The check-in both are about stands again: nobody reads of it as settled, and an answer ends it.
    """
    stood = _stood(record)
    slots = sorted(hold_slots(session, stood), key=lambda slot: slot.due_at, reverse=True)
    silent = [slot for slot in slots if stood[slot.id] is SlotStatus.SILENT]
    awaited = [slot for slot in slots if stood[slot.id] is not SlotStatus.HELP_ASKED]
    about = next(iter(silent or awaited), None)
    if about is not None:
        reopen_slot(about, stood=stood[about.id])
    for slot in silent[:1]:
        plan = plan_by_id(session, slot.plan_id)
        raise_silence(session, slot=slot, plan=plan, again=True, by=by, now=now)
    if not awaited and not _was_to_be_asked(record, now):
        return []
    due_at = now + TIME_TO_DIAL if silent else now
    return [_owe(session, person, about, due_at=due_at, by=by, now=now)]


def _stood(record: DeathRecord) -> dict[UUID, SlotStatus | None]:
    """How each check-in stood; of a record that was written long ago nobody knows."""
    kept = record.stopped.get(StoppedKind.SLOTS, {})
    known: dict[str, str] = kept if isinstance(kept, dict) else {}
    return {UUID(each): SlotStatus(known[each]) if each in known else None for each in kept}


def _was_to_be_asked(record: DeathRecord, now: datetime) -> bool:
    """Whether the moment of a question passed while they were taken to have died."""
    moments: dict[str, str | None] = record.stopped[StoppedKind.PLANS]
    return any(each and datetime.fromisoformat(each) <= now for each in moments.values())


def _owe(
    session: Session,
    person: Person,
    slot: CheckInSlot | None,
    *,
    due_at: datetime,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Ring the resident themself: one call a person and day, and none is left for later.

    A call about this check-in that has come back says how they are as well: that one is made.
    """
    known = find_call_how_they_are(session, slot.id) if slot else None
    call = known or _open(session, person, slot, due_at=due_at, by=by, now=now)
    call.due_at = min(call.due_at, due_at)
    return call


def _open(
    session: Session,
    person: Person,
    slot: CheckInSlot | None,
    *,
    due_at: datetime,
    by: Actor,
    now: datetime,
) -> CallTask:
    day = local_day(session, person.town_id, now)
    owed = OwedCall(
        kind=CallTaskKind.NOT_ASKED,
        dedup_key=f"not_asked:{person.id}:{day}",
        due_at=due_at,
        person_id=person.id,
        about_person_id=person.id,
        case_id=plan_by_id(session, slot.plan_id).case_id if slot else None,
        slot_id=slot.id if slot else None,
        recurs=True,
    )
    return open_call_task(session, town_id=person.town_id, owed=owed, by=by, now=now)
