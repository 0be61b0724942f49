"""Open the check-ins whose moment has come: the slot and its question in one transaction."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.care_path import SLOT
from hopecare.domain.check_in_times import next_due
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words, question_to
from hopecare.queries.check_ins import due_plans, rhythm_of
from hopecare.queries.volunteers import person_by_id
from hopecare.services.miss_slot import miss_slot
from models import CheckInSlot
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan

log = logging.getLogger(__name__)


def open_due_slots(session: Session, *, limit: int, by: Actor, now: datetime) -> int:
    """Open at most `limit` due slots and say how many there were.

    A plan that was overslept gives one slot for each missed day: the older ones are not asked any
    more, and a person calls; the one still within its grace is asked.
    """
    plans = due_plans(session, now=now, limit=limit)
    for plan in plans:
        _open_or_set_aside(session, plan, by=by, now=now)
    return len(plans)


def _open_or_set_aside(session: Session, plan: CheckInPlan, *, by: Actor, now: datetime) -> None:
    """Open one plan's slot; whatever is wrong with it, everybody else is still asked."""
    plan_id, due_at = plan.id, plan.next_due_at
    try:
        with session.begin_nested():
            _open(session, plan, by=by, now=now)
    except Exception:  # one broken row must never silence a town
        log.exception("check-in could not be opened", extra={"plan_id": str(plan_id)})
        _set_aside(session, plan, due_at=due_at, by=by, now=now)


def _set_aside(
    session: Session, plan: CheckInPlan, *, due_at: datetime | None, by: Actor, now: datetime
) -> None:
    """Owe a call instead of the question; where even that fails, try again tomorrow."""
    try:
        with session.begin_nested():
            slot = _slot(session, plan, due_at or now)
            miss_slot(session, slot=slot, code="failed", by=by, now=now)
    except Exception:  # the same: the next plan waits
        log.exception("call could not be owed", extra={"plan_id": str(plan.id)})
        plan.next_due_at = now + timedelta(days=1)


def _open(session: Session, plan: CheckInPlan, *, by: Actor, now: datetime) -> None:
    """One slot of one plan; the plan's next moment is set whatever comes of it."""
    due_at = plan.next_due_at
    if due_at is None:
        return
    slot = _slot(session, plan, due_at)
    last_moment = due_at + timedelta(minutes=plan.grace_minutes)
    if now >= last_moment:
        miss_slot(session, slot=slot, code="too_late", by=by, now=now)
        return
    _ask(session, plan, slot, valid_until=last_moment, now=now)


def _slot(session: Session, plan: CheckInPlan, due_at: datetime) -> CheckInSlot:
    """The slot itself, with the plan moved on to its next moment."""
    slot = CheckInSlot(
        town_id=plan.town_id,
        plan_id=plan.id,
        person_id=plan.person_id,
        due_at=due_at,
        status=SLOT.start,
    )
    session.add(slot)
    plan.next_due_at = next_due(rhythm_of(plan), after=due_at)
    session.flush()
    return slot


def _ask(
    session: Session, plan: CheckInPlan, slot: CheckInSlot, *, valid_until: datetime, now: datetime
) -> None:
    """Promise the question, once a slot."""
    asked_id = plan.asked_person_id or plan.person_id
    promise(
        session,
        town_id=plan.town_id,
        kind=MessageKind.CHECK_IN,
        to_person_id=asked_id,
        dedup_key=f"check_in:{slot.id}",
        words=Words(
            text=question_to(plan.answer_of),
            values={"name": person_by_id(session, asked_id).called},
        ),
        valid_until=valid_until,
        about=About(case_id=plan.case_id, slot_id=slot.id),
        language=plan.language,
        channel=plan.channel,
        now=now,
    )
