"""A rung cannot be climbed, whatever is wrong: the ladder goes to whoever is on duty at once.

A name nobody can open, say, keeps the resident from being asked again and neighbours from being
sent; it must not keep staff from hearing that nobody knows how they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import moment_of_next, step_at
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.reading.ladders import ladder_of
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_emergency_call import owe_emergency_call
from hopecare.services.owe_missed_question import owe_missed_question
from hopecare.services.raise_silence import raise_silence
from models import RungClimbed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.ladders import Step, Steps
    from models import CheckInPlan, CheckInSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leap:
    """One leap: the slot, its plan, who leaps and when."""

    session: Session
    slot: CheckInSlot
    plan: CheckInPlan
    by: Actor
    now: datetime


def leap_to_alert(session: Session, *, slot: CheckInSlot, by: Actor, now: datetime) -> bool:
    """Raise the alert and owe a call, the rungs before left out; False where nothing is to climb.

    A rung above the alert is passed over: the alert stands, and the next rung comes in its time.
    """
    leap = _Leap(session=session, slot=slot, plan=plan_by_id(session, slot.plan_id), by=by, now=now)
    steps = _steps_of(leap)
    position = _alert_in(steps, slot.rungs_climbed)
    step = step_at(steps, position)
    is_above = step is None and bool(steps)
    if is_above or slot.status not in (SlotStatus.WAITING, SlotStatus.SILENT):
        slot.next_rung_at = None
        return False
    _tell(leap, step)
    slot.next_rung_at = None
    if step is not None:
        _write(leap, step, position)
        slot.rungs_climbed = position + 1
        slot.next_rung_at = moment_of_next(
            steps, position, asked_at=slot.asked_at or now, at=now, nobody=False
        )
    return True


def _steps_of(leap: _Leap) -> Steps:
    """The ladder; none where nobody can read it: then it ends with the alert."""
    try:
        return ladder_of(leap.plan, leap.slot)
    except (KeyError, TypeError, ValueError):
        return ()


def _alert_in(steps: Steps, climbed: int) -> int:
    """The position of the alert, where it is still to come; else the rung that is due."""
    ahead = (each for each in range(climbed, len(steps)) if steps[each].rung is Rung.COORDINATOR)
    return next(ahead, climbed)


def _tell(leap: _Leap, step: Step | None) -> None:
    """The alert, and a call: where the alert's text, which names them, fails, the call is seen."""
    session, slot, plan, by, now = leap.session, leap.slot, leap.plan, leap.by, leap.now
    if slot.status is SlotStatus.WAITING:
        move_slot(slot, event=SlotEvent.DEADLINE_PASSED)
        _note(leap, EntryKind.SLOT_SILENT, {"due_at": slot.due_at.isoformat()})
    alert = raise_silence(session, slot=slot, plan=plan, by=by, now=now)
    owe_missed_question(session, slot=slot, plan=plan, by=by, now=now)
    if step is not None and step.rung is Rung.EMERGENCY:
        owe_emergency_call(session, slot=slot, alert=alert, by=by, now=now)


def _write(leap: _Leap, step: Step, position: int) -> None:
    """The rung's row and its entry."""
    slot, rung = leap.slot, step.rung
    leap.session.add(
        RungClimbed(
            town_id=slot.town_id, slot_id=slot.id, rung=rung, position=position, at=leap.now
        )
    )
    is_nobody = rung is not Rung.COORDINATOR
    facts = {"rung": rung.value, "position": position, "nobody": int(is_nobody)}
    _note(leap, EntryKind.RUNG_CLIMBED, facts)


def _note(leap: _Leap, kind: EntryKind, facts: Mapping[str, str | int]) -> None:
    """An entry on the resident's timeline."""
    note_timeline(
        leap.session,
        town_id=leap.slot.town_id,
        kind=kind,
        at=leap.now,
        by=leap.by,
        person_id=leap.slot.person_id,
        case_id=leap.plan.case_id,
        subject_id=leap.slot.id,
        facts=dict(facts),
    )
