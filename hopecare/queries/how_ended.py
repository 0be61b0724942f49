"""Reads how a check-in ended: what became of somebody, or why nobody asked any further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import case, func, select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import SLOT, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import open_alerts_of
from hopecare.queries.calls_of_check_ins import HOW_THEY_ARE
from hopecare.queries.check_ins import open_calls_of
from hopecare.queries.merged import is_of
from hopecare.queries.visibility import visible
from models import CallTask, CheckInSlot, Merge, TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

_ENDS: Final = (EntryKind.SLOT_CLEARED, EntryKind.SLOT_CANCELLED)
_ENDED: Final = (SlotStatus.CLEARED, SlotStatus.KNOWN, SlotStatus.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowEnded:
    """What was written when it ended: when, by whom, and by which call it was learnt."""

    at: datetime
    by_id: UUID | None
    became: AlertEnd | None
    """What became of them; None where that is not known."""
    code: str | None
    """Why nobody asked any further."""
    call_id: UUID | None
    """The call, where the reader may see it."""


def is_settled(session: Session, slot: CheckInSlot) -> bool:
    """Say whether it is over, and no alarm goes on beside it: nothing is left that could end.

    A call that tells a neighbour not to go asks nobody how the resident is.
    """
    if slot.status not in SLOT.final or open_alerts_of(session, slot.id):
        return False
    return not any(call.kind in HOW_THEY_ARE for call in open_calls_of(session, slot.id))


def how_ended(session: Session, slot: CheckInSlot, identity: Identity) -> HowEnded | None:
    """Give how it ended; None where it goes on, was answered, or it is not known any more."""
    if slot.status not in _ENDED:
        return None
    noted = (
        select(TimelineEntry)
        .where(
            is_of(TimelineEntry.person_id, slot.person_id),
            TimelineEntry.kind.in_(_ENDS),
            TimelineEntry.subject_id == slot.id,
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
    )
    entry = session.scalars(noted.limit(1)).first()
    if entry is None:
        return None
    return HowEnded(
        at=entry.at,
        by_id=entry.by_person_id,
        became=_became(entry),
        code=str(entry.facts["code"]) if entry.facts.get("code") else None,
        call_id=_call(session, slot, entry, identity),
    )


def became_of_them() -> ColumnElement[str | None]:
    """Give what became of them, where that is how the check-in ended."""
    said = (
        select(TimelineEntry.facts["ended_by"].as_string())
        .where(
            TimelineEntry.kind == EntryKind.SLOT_CLEARED, TimelineEntry.subject_id == CheckInSlot.id
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(1)
        .correlate(CheckInSlot)
    )
    own = said.where(TimelineEntry.person_id == CheckInSlot.person_id)
    # One by one, so that each is found by the index of whose it is.
    merged = said.join(Merge, Merge.merged_id == TimelineEntry.person_id).where(
        Merge.kept_id == CheckInSlot.person_id, Merge.undone_at.is_(None)
    )
    noted = func.coalesce(own.scalar_subquery(), merged.scalar_subquery())
    # Looked up for those rows alone.
    return case((CheckInSlot.status == SlotStatus.KNOWN, noted))


def _became(entry: TimelineEntry) -> AlertEnd | None:
    """A death cancels a check-in, and its code says so."""
    said = entry.facts.get("ended_by") or entry.facts.get("code")
    return AlertEnd(str(said)) if said in set(AlertEnd) else None


def _call(
    session: Session, slot: CheckInSlot, entry: TimelineEntry, identity: Identity
) -> UUID | None:
    """By which call it was learnt: the one it was noted with, or the last that told of a death."""
    seen = select(CallTask.id).where(visible("call_task.read", identity, CallTask))
    named = entry.facts.get("call_task_id")
    if named:
        return session.scalar(seen.where(CallTask.id == UUID(str(named))))
    if _became(entry) is not AlertEnd.HAS_DIED:
        return None
    told = seen.where(
        CallTask.person_id == slot.person_id,
        CallTask.outcome == CallOutcome.HAS_DIED,
        CallTask.done_at <= entry.at,
    )
    return session.scalar(told.order_by(CallTask.done_at.desc(), CallTask.id).limit(1))
