"""Open the check-ins whose moment has come: the slot and its question in one transaction."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.check_in_times import next_due
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.language.check_in_questions import question_to
from hopecare.language.texts import Words
from hopecare.queries.check_ins import due_plans, rhythm_of
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from hopecare.services.miss_slot import miss_slot
from hopecare.services.move_plan_on import move_plan_on
from hopecare.services.open_slot import open_slot
from hopecare.standing_consents import who_agrees
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot

log = logging.getLogger(__name__)


def open_due_slots(session: Session, *, limit: int, by: Actor, now: datetime) -> int:
    """Open at most `limit` due slots and say how many there were.

    A plan that was overslept gives one slot for each missed day: the older ones are not asked any
    more, and a person calls; the one still within its grace is asked. Where the consent has run
    out, which is noted once by itself, the plan waits without a slot until it is given anew.
    """
    plans = due_plans(session, now=now, limit=limit)
    waiting = _without_consent(session, plans, now)
    for plan in plans:
        if plan.person_id in waiting:
            move_plan_on(session, plan, next_due_at=next_due(rhythm_of(plan), after=now))
        else:
            _open_or_set_aside(session, plan, by=by, now=now)
    session.flush()
    return len(plans)


def _without_consent(
    session: Session, plans: Sequence[CheckInPlan], now: datetime
) -> frozenset[UUID]:
    """Whom nobody may ask today; where that cannot be read, the gate before each text still can."""
    of_town: dict[UUID, list[UUID]] = {}
    for plan in plans:
        of_town.setdefault(plan.town_id, []).append(plan.person_id)
    found: set[UUID] = set()
    for town_id, people in of_town.items():
        try:
            with session.begin_nested():
                today = local_day(session, town_id, now)
                agreed = who_agrees(session, people, ConsentPurpose.CHECK_INS, on=today)
        except Exception:  # one broken row must never silence a town
            log.exception("consents could not be read", extra={"town_id": str(town_id)})
        else:
            found |= set(people) - agreed
    return frozenset(found)


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
            slot = open_slot(session, plan, due_at or now)
            miss_slot(session, slot=slot, code="failed", by=by, now=now)
    except Exception:  # the same: the next plan waits
        log.exception("call could not be owed", extra={"plan_id": str(plan.id)})
        move_plan_on(session, plan, next_due_at=now + timedelta(days=1))


def _open(session: Session, plan: CheckInPlan, *, by: Actor, now: datetime) -> None:
    """One slot of one plan; the plan's next moment is set whatever comes of it."""
    due_at = plan.next_due_at
    if due_at is None:
        return
    slot = open_slot(session, plan, due_at)
    last_moment = due_at + timedelta(minutes=plan.grace_minutes)
    if now >= last_moment:
        miss_slot(session, slot=slot, code="too_late", by=by, now=now)
        return
    _ask(session, plan, slot, valid_until=last_moment, now=now)


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
            text=question_to(plan.answer_of, plan.question),
            values={"name": person_by_id(session, asked_id).called},
        ),
        valid_until=valid_until,
        about=About(case_id=plan.case_id, slot_id=slot.id),
        language=plan.language,
        channel=plan.channel,
        now=now,
    )
