"""Reads the calls that are owed for nothing but words a stop held back, once these have left."""

from __future__ import annotations

from collections import defaultdict
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
WAITS: Final = (MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.UNKNOWN)
SAME_DAY: Final = timedelta(hours=24)


def towns_started_lately(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Give the towns in which words leave again since a short while."""
    lately = select(SendingStop.town_id).where(SendingStop.started_at > now - LOOKS_BACK)
    return session.scalars(lately.distinct().order_by(SendingStop.town_id)).all()


def calls_not_needed(session: Session, *, town_id: UUID, now: datetime) -> Sequence[UUID]:
    """Give the calls of a town whose only cause has gone: their words left before anybody rang.

    Six statements, however many calls.
    """
    tasks = _opened_for_held(session, town_id)
    untold = [each for each in tasks if each.dedup_key.startswith(UNTOLD)]
    not_asked = [each for each in tasks if not each.dedup_key.startswith(UNTOLD)]
    over = _told(session, untold) | (
        _asked(session, not_asked) - _other_missed(session, not_asked, now)
    )
    return [task.id for task in tasks if task.id in over]


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


def _told(session: Session, tasks: Sequence[CallTask]) -> set[UUID]:
    """Those for one message that has left."""
    about = {task.id: UUID(task.dedup_key.removeprefix(UNTOLD)[:36]) for task in tasks}
    left = select(Message.id).where(Message.id.in_(set(about.values())), Message.status.in_(LEFT))
    gone = set(session.scalars(left))
    return {task_id for task_id, message_id in about.items() if message_id in gone}


def _asked(session: Session, tasks: Sequence[CallTask]) -> set[UUID]:
    """Those of a check-in of which everything that asks has left, the last of it since the call."""
    slot_ids = {task.slot_id for task in tasks if task.slot_id is not None}
    waiting = select(CheckInSlot.id).where(
        CheckInSlot.id.in_(slot_ids), CheckInSlot.status.in_(ASKED)
    )
    said = select(Message.slot_id, Message.status, Message.sent_at).where(
        Message.slot_id.in_(slot_ids), Message.kind.in_(ASKS)
    )
    stands = set(session.scalars(waiting))
    fates: dict[UUID | None, list[tuple[MessageStatus, datetime | None]]] = defaultdict(list)
    for slot_id, fate, at in session.execute(said):
        fates[slot_id].append((fate, at))
    return {
        task.id for task in tasks if task.slot_id in stands and _has_left(task, fates[task.slot_id])
    }


def _has_left(task: CallTask, fates: Sequence[tuple[MessageStatus, datetime | None]]) -> bool:
    since = [at for fate, at in fates if fate in LEFT and at and at >= task.created_at]
    return bool(since) and not any(fate in WAITS for fate, _ in fates)


def _other_missed(session: Session, tasks: Sequence[CallTask], now: datetime) -> set[UUID]:
    """Those shared by another check-in of theirs: not asked, taken back, or still due."""
    people = {task.about_person_id or task.person_id for task in tasks}
    first = min((task.created_at for task in tasks), default=now) - SAME_DAY
    others = select(CheckInSlot.person_id, CheckInSlot.id, CheckInSlot.due_at).where(
        CheckInSlot.person_id.in_(people),
        CheckInSlot.due_at > first,
        CheckInSlot.due_at <= now,
        CheckInSlot.status.in_((SlotStatus.NOT_ASKED, SlotStatus.CANCELLED, SlotStatus.DUE)),
    )
    missed: dict[UUID | None, list[tuple[UUID, datetime]]] = defaultdict(list)
    for person_id, slot_id, due_at in session.execute(others):
        missed[person_id].append((slot_id, due_at))
    return {
        task.id
        for task in tasks
        for slot_id, due_at in missed[task.about_person_id or task.person_id]
        if slot_id != task.slot_id and due_at > task.created_at - SAME_DAY
    }
