"""Reads the questions that were recalled because two records became one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.delivery import RecallReason
from hopecare.domain.timeline import EntryKind
from models import CheckInSlot, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models import Merge

MERGED: Final = "merged"
"""Why they were recalled, as the timeline has it."""


def questions_recalled_by(session: Session, merge: Merge) -> Sequence[CheckInSlot]:
    """Give the check-ins of either record that this merge recalled, the oldest first.

    Also those it took back as paused, since the plan of the other record rested.
    """
    people = (merge.kept_id, merge.merged_id)
    noted = select(TimelineEntry.subject_id, TimelineEntry.facts, TimelineEntry.at).where(
        TimelineEntry.person_id.in_(people),
        TimelineEntry.kind == EntryKind.SLOT_CANCELLED,
        TimelineEntry.at >= merge.at,
    )
    ids = [
        slot_id
        for slot_id, facts, at in session.execute(noted)
        if facts.get("code") == MERGED
        or (facts.get("code") == RecallReason.PAUSED and at == merge.at)
    ]
    recalled = select(CheckInSlot).where(
        CheckInSlot.id.in_(ids),
        CheckInSlot.person_id.in_(people),
        CheckInSlot.status == SlotStatus.CANCELLED,
    )
    return session.scalars(recalled.order_by(CheckInSlot.due_at, CheckInSlot.id)).all()
