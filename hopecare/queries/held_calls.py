"""Reads the calls that are owed for nothing but words a stop held back, once these have left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import and_, or_, select

from hopecare.domain.calls import CallBecause, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.stopped_sending import ASKS
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alert_calls import ABOUT
from hopecare.queries.untold import UNTOLD
from models import Call, CallTask, CheckInSlot, Merge, Message, SendingStop, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

LOOKS_BACK: Final = timedelta(days=2)
"""Whatever was held is over by then."""
LEFT: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)
ASKED: Final = (SlotStatus.WAITING, SlotStatus.SILENT)
SAME_DAY: Final = timedelta(hours=24)


def towns_started_lately(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Give the towns in which words leave again since a short while."""
    lately = select(SendingStop.town_id).where(SendingStop.started_at > now - LOOKS_BACK)
    return session.scalars(lately.distinct().order_by(SendingStop.town_id)).all()


def calls_not_needed(session: Session, *, town_id: UUID, now: datetime) -> Sequence[UUID]:
    """Give the calls of a town whose only cause has gone: their words left before anybody rang."""
    return [task.id for task in _opened_for_held(session, town_id) if _is_over(session, task, now)]


def _opened_for_held(session: Session, town_id: UUID) -> list[CallTask]:
    """The open ones that nobody has tried or put off; the timeline says what they came from.

    In whichever record of theirs: a merge moves the call, and not what was written of it.
    """
    tried = select(Call.id).where(Call.call_task_id == CallTask.id).exists()
    found = select(CallTask, TimelineEntry.facts).where(
        CallTask.town_id == town_id,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.put_off_until.is_(None),
        or_(
            CallTask.kind == CallTaskKind.NOT_ASKED,
            CallTask.dedup_key.startswith(UNTOLD, autoescape=True),
        ),
        ~tried,
        TimelineEntry.kind == EntryKind.CALL_TASK_OPENED,
        TimelineEntry.subject_id == CallTask.id,
    )
    in_own = found.join(TimelineEntry, TimelineEntry.person_id == ABOUT)
    in_merged = found.join(Merge, and_(Merge.kept_id == ABOUT, Merge.undone_at.is_(None))).join(
        TimelineEntry, TimelineEntry.person_id == Merge.merged_id
    )
    rows = [row for asked in (in_own, in_merged) for row in session.execute(asked)]
    held = CallBecause.WORDS_HELD.value
    tasks = {task.id: task for task, facts in rows if facts.get("because") == held}
    return [tasks[each] for each in sorted(tasks)]


def _is_over(session: Session, task: CallTask, now: datetime) -> bool:
    if task.dedup_key.startswith(UNTOLD):
        message_id = UUID(task.dedup_key.removeprefix(UNTOLD)[:36])
        told = session.scalar(select(Message.status).where(Message.id == message_id))
        return told in LEFT
    return _was_asked(session, task) and not _other_missed(session, task, now)


def _was_asked(session: Session, task: CallTask) -> bool:
    """Whether everything that asks in this check-in has left, the last of it since the call."""
    status = session.scalar(select(CheckInSlot.status).where(CheckInSlot.id == task.slot_id))
    if status not in ASKED:
        return False
    said = select(Message.status, Message.sent_at).where(
        Message.slot_id == task.slot_id, Message.kind.in_(ASKS)
    )
    rows = session.execute(said).all()
    since = [at for fate, at in rows if fate in LEFT and at and at >= task.created_at]
    waits = (MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.UNKNOWN)
    return bool(since) and not any(fate in waits for fate, _ in rows)


def _other_missed(session: Session, task: CallTask, now: datetime) -> bool:
    """Whether another check-in of theirs shares the call: not asked, taken back, or still due."""
    other = select(CheckInSlot.id).where(
        CheckInSlot.person_id == (task.about_person_id or task.person_id),
        CheckInSlot.id != task.slot_id,
        CheckInSlot.due_at > task.created_at - SAME_DAY,
        CheckInSlot.due_at <= now,
        CheckInSlot.status.in_((SlotStatus.NOT_ASKED, SlotStatus.CANCELLED, SlotStatus.DUE)),
    )
    return session.scalar(other.limit(1)) is not None
