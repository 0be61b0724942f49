"""Reads check-ins: due plans, open slots, whom a silent slot has alarmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select, update

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.check_in_times import Rhythm
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.delivery import MessageKind
from hopecare.domain.people import OtherContactKind
from hopecare.errors import NotFoundError
from hopecare.queries.alerts_told import LEFT
from hopecare.queries.held_rows import find_held
from hopecare.queries.not_over import not_over
from models import CallTask, CheckInPlan, CheckInSlot, Message, MessageEvent, OtherContact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

AWAITED: Final = (
    SlotStatus.DUE,
    SlotStatus.WAITING,
    SlotStatus.SILENT,
    SlotStatus.NOT_ASKED,
)
"""Slots that an answer would still settle."""
_QUESTIONS: Final = (MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT)
_HELD: Final = "held_slots"
_PLANS: Final = "plans_of_held_slots"
"""Kept in memory, so that the session gives them out without asking again."""


def plan_by_id(session: Session, plan_id: UUID) -> CheckInPlan:
    """Give the plan, or refuse."""
    plan = session.get(CheckInPlan, plan_id)
    if plan is None:
        raise NotFoundError(plan_id=plan_id)
    return plan


def hold_plan(session: Session, plan_id: UUID) -> CheckInPlan:
    """Give the plan as it is now and hold it, or refuse: the clock may just have moved it on."""
    plan = session.get(CheckInPlan, plan_id, with_for_update=True, populate_existing=True)
    if plan is None:
        raise NotFoundError(plan_id=plan_id)
    return plan


def rhythm_of(plan: CheckInPlan) -> Rhythm:
    """The plan's days, hour and pause, for reckoning its moments; none where nobody asks."""
    return Rhythm(
        weekdays=() if plan.asked_by is AskedBy.NOBODY else tuple(plan.weekdays),
        local_time=plan.local_time,
        zone=plan.zone,
        paused_from=plan.paused_from,
        paused_until=plan.paused_until,
    )


def slot_by_id(session: Session, slot_id: UUID) -> CheckInSlot:
    """Give the slot and hold it until the transaction ends, or refuse; words about it may come."""
    held: dict[UUID, CheckInSlot] = session.info.get(_HELD, {})
    if slot_id in held:
        return held[slot_id]
    # An alert's holder writes words that name the slot: they wait for no one who waits for them.
    slot = find_held(session, CheckInSlot, slot_id, key_share=True)
    if slot is None:
        raise NotFoundError(slot_id=slot_id)
    return slot


def hold_slots(session: Session, slot_ids: Iterable[UUID]) -> Sequence[CheckInSlot]:
    """Hold many slots until the transaction ends: by id, neither they nor their plans are read."""
    ids = sorted(slot_ids)
    if not ids:
        return ()
    wanted = (
        select(CheckInSlot)
        .where(CheckInSlot.id.in_(ids))
        .order_by(CheckInSlot.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    held = {slot.id: slot for slot in session.scalars(wanted)}
    session.info.setdefault(_HELD, {}).update(held)
    plan_ids = sorted({slot.plan_id for slot in held.values()})
    plans = session.scalars(select(CheckInPlan).where(CheckInPlan.id.in_(plan_ids)))
    session.info.setdefault(_PLANS, []).extend(plans)
    return list(held.values())


def due_plans(session: Session, *, now: datetime, limit: int) -> Sequence[CheckInPlan]:
    """Plans whose moment has come, the longest waiting first; each for one process only."""
    due = (
        select(CheckInPlan)
        .where(CheckInPlan.next_due_at <= now, CheckInPlan.asked_by == AskedBy.MACHINE)
        .order_by(CheckInPlan.next_due_at, CheckInPlan.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(due).all()


def due_knocks(session: Session, *, now: datetime, limit: int) -> Sequence[CheckInPlan]:
    """Plans by which somebody should knock from now on; each for one process only."""
    due = (
        select(CheckInPlan)
        .where(CheckInPlan.next_due_at <= now, CheckInPlan.asked_by == AskedBy.KNOCK)
        .order_by(CheckInPlan.next_due_at, CheckInPlan.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(due).all()


def due_rung_ids(session: Session, *, now: datetime, limit: int) -> Sequence[UUID]:
    """Slots whose next rung has come."""
    due = (
        select(CheckInSlot.id)
        .where(CheckInSlot.next_rung_at <= now)
        .order_by(CheckInSlot.next_rung_at, CheckInSlot.id)
        .limit(limit)
    )
    return session.scalars(due).all()


def put_off_rung(session: Session, slot_id: UUID, *, until: datetime) -> None:
    """Try a rung again later without reading it: what belongs to it may be broken."""
    later = (
        update(CheckInSlot)
        .where(CheckInSlot.id == slot_id, CheckInSlot.next_rung_at.is_not(None))
        .values(next_rung_at=until, version=CheckInSlot.version + 1)
    )
    session.execute(later, execution_options={"synchronize_session": False})


def put_off_rungs(session: Session, *, now: datetime, until: datetime) -> None:
    """Let every rung that is due wait until a moment."""
    due = update(CheckInSlot).where(CheckInSlot.next_rung_at <= now)
    later = due.values(next_rung_at=until, version=CheckInSlot.version + 1)
    session.execute(later, execution_options={"synchronize_session": False})


def awaited_slots(
    session: Session, *, people: Collection[UUID], asked_before: datetime
) -> Sequence[CheckInSlot]:
    """The questions to these people, or about them, that were open then and are; the newest first.

    Where a carer is asked in their place, the resident answers too: the plan says whose counts.
    """
    asked = or_(CheckInPlan.asked_person_id.in_(people), CheckInPlan.person_id.in_(people))
    found = (
        select(CheckInSlot)
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .where(asked, CheckInSlot.status.in_(AWAITED))
        .order_by(CheckInSlot.due_at.desc())
    )
    slots = session.scalars(found).all()
    left = questions_left_at(session, [slot.id for slot in slots])
    moments = {slot.id: [slot.asked_at, left.get(slot.id)] for slot in slots}
    return [
        slot for slot in slots if any(each and each <= asked_before for each in moments[slot.id])
    ]


def questions_left_at(session: Session, slot_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the question of each slot was handed to the network, whatever was heard of it since."""
    if not slot_ids:
        return {}
    found = (
        select(Message.slot_id, func.min(MessageEvent.at))
        .join(MessageEvent, MessageEvent.message_id == Message.id)
        .where(
            Message.slot_id.in_(slot_ids),
            Message.kind.in_(_QUESTIONS),
            # It may have been read: nobody waits for our own books.
            Message.status.in_(LEFT),
            MessageEvent.status == MessageStatus.SENDING,
            # An earlier send of the same words was refused or got lost.
            MessageEvent.attempt == Message.attempt,
        )
        .group_by(Message.slot_id)
    )
    return {slot_id: at for slot_id, at in session.execute(found) if slot_id is not None}


def alarms_of(session: Session, slot_id: UUID) -> Sequence[Message]:
    """The alarms about a slot that were promised to people, whatever became of them."""
    found = (
        select(Message)
        .where(Message.slot_id == slot_id, Message.kind == MessageKind.ALERT)
        .order_by(Message.created_at)
    )
    return session.scalars(found).all()


def last_all_clears(session: Session, slot_id: UUID) -> dict[UUID, datetime]:
    """When each reader was last told that the alarm about a slot is over."""
    told = (
        select(Message.to_person_id, func.max(Message.created_at).label("told_at"))
        .where(Message.slot_id == slot_id, Message.kind == MessageKind.ALL_CLEAR)
        .group_by(Message.to_person_id)
    )
    return {row.to_person_id: row.told_at for row in session.execute(told)}


def knocks_not_needed(session: Session, slot_id: UUID) -> Sequence[Message]:
    """What asked somebody to knock who has not written what they found."""
    found = (
        select(Message)
        .join(CallTask, CallTask.owner_id == Message.to_person_id)
        .where(
            Message.slot_id == slot_id,
            CallTask.slot_id == slot_id,
            Message.kind == MessageKind.NOTICE,
            CallTask.kind == CallTaskKind.KNOCK,
            CallTask.status != CallTaskStatus.DONE,
        )
        .order_by(Message.created_at)
    )
    return session.scalars(found).all()


def unsent_questions(session: Session, slot_id: UUID) -> Sequence[Message]:
    """Questions of a slot that have not left yet, held so that none of them leaves meanwhile."""
    found = (
        select(Message)
        .where(
            Message.slot_id == slot_id,
            Message.kind.in_(_QUESTIONS),
            Message.status == MessageStatus.PENDING,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(found).all()


def has_not_left(session: Session, slot: CheckInSlot) -> bool:
    """Whether its first question is still here, so that nobody waits for an answer to it."""
    return slot.status is SlotStatus.DUE and bool(unsent_questions(session, slot.id))


def open_calls_of(session: Session, slot_id: UUID) -> Sequence[CallTask]:
    """Calls that are still owed because of a slot."""
    found = select(CallTask).where(
        CallTask.slot_id == slot_id, CallTask.status == CallTaskStatus.OPEN
    )
    return session.scalars(found).all()


def find_knock(session: Session, slot_id: UUID) -> CallTask | None:
    """Find the knock a check-in still waits for."""
    return next((c for c in open_calls_of(session, slot_id) if c.kind is CallTaskKind.KNOCK), None)


def keyholders(session: Session, resident_id: UUID, *, today: date) -> Sequence[OtherContact]:
    """Those who agreed to look in, in the order the resident wished."""
    named = named_keyholders(session, resident_id, today=today)
    return [each for each in named if each.consent_entry_id is not None]


def named_keyholders(session: Session, resident_id: UUID, *, today: date) -> Sequence[OtherContact]:
    """Those who are written down to look in, in the order the resident wished, agreed to or not."""
    found = (
        select(OtherContact)
        .where(
            OtherContact.resident_id == resident_id,
            OtherContact.kind == OtherContactKind.KEYHOLDER,
            OtherContact.from_on <= today,
            not_over(OtherContact, today),
        )
        .order_by(OtherContact.position)
    )
    return session.scalars(found).all()
