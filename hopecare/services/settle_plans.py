"""Leave one check-in plan alive when two records become one, so that nobody is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.merged_questions import MERGED
from hopecare.queries.stoppable import open_slots_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.join_pauses import join_pauses
from hopecare.services.note_timeline import note_timeline
from hopecare.services.set_noted import Noted, set_noted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.merge_views import MergeView
    from models import CheckInPlan, CheckInSlot


def settle_plans(
    session: Session,
    view: MergeView,
    *,
    plan_id: UUID | None,
    noted: Noted,
    by: Actor,
    now: datetime,
) -> None:
    """End the plans that were not chosen, all of them where a record says no to check-ins.

    A pause of one that ends goes on in the one that stands.
    """
    ended = _ended(view, plan_id)
    for plan in ended:
        set_noted(noted, plan, ended_at=now, next_due_at=None)
        note_timeline(
            session,
            town_id=plan.town_id,
            kind=EntryKind.CHECK_INS_STOPPED,
            at=now,
            by=by,
            person_id=plan.person_id,
            case_id=plan.case_id,
            subject_id=plan.id,
        )
    people = (view.kept.person.id, view.other.person.id)
    slots = [slot for each in people for slot in open_slots_of(session, each)]
    for slot in _double(slots, {plan.id for plan in ended}):
        cancel_check_in(session, slot, code=MERGED, by=by, now=now)
    for plan in _standing(view, ended):
        join_pauses(session, plan, ended=ended, people=people, noted=noted, by=by, now=now)
    session.flush()


def _standing(view: MergeView, ended: Sequence[CheckInPlan]) -> list[CheckInPlan]:
    """The plan that was chosen before another; it goes on for both."""
    both = (*view.kept.plans, *view.other.plans)
    return [plan for plan in both if plan not in ended] if ended else []


def _ended(view: MergeView, plan_id: UUID | None) -> Sequence[CheckInPlan]:
    """Every plan of the record whose plan was not chosen."""
    if view.ends_check_ins:
        return (*view.kept.plans, *view.other.plans)
    if not view.chooses_plan:
        return ()
    is_others = plan_id in {plan.id for plan in view.other.plans}
    return view.kept.plans if is_others else view.other.plans


def _double(slots: Sequence[CheckInSlot], ended: set[UUID]) -> list[CheckInSlot]:
    """Open questions that would ask the same person twice.

    Whoever is being looked for stays looked for: a silence or a call for help is never cancelled.
    What was asked already is not asked again by the plan that stands.
    """
    due, asked = SlotStatus.DUE, SlotStatus.WAITING
    old = [slot for slot in slots if slot.plan_id in ended]
    standing = [slot for slot in slots if slot.plan_id not in ended]
    double = [slot for slot in old if slot.status is due]
    if any(slot.status is asked for slot in standing):
        return double + [slot for slot in old if slot.status is asked]
    if any(slot.status is asked for slot in old):
        return double + [slot for slot in standing if slot.status is due]
    return double
