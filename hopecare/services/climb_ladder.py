"""Climb one rung of a silent check-in's ladder: ask again, ask neighbours, alert staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import NEIGHBOURS, is_past_alert, moment_of_next, step_at
from hopecare.domain.look_ins import SkipReason
from hopecare.domain.timeline import EntryKind
from hopecare.language.check_in_questions import question_to
from hopecare.language.texts import Words
from hopecare.queries.check_ins import find_knock, plan_by_id
from hopecare.queries.look_ins import asked_to_look_in, has_seen_well, skipped_before
from hopecare.queries.not_to_send import visits_could_harm
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from hopecare.reading.ladders import ladder_of
from hopecare.services.ask_to_look_in import ask_to_look_in
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_emergency_call import owe_emergency_call
from hopecare.services.owe_look_in import owe_look_in
from hopecare.services.raise_silence import raise_silence
from hopecare.services.skip_look_in import skip_look_in
from hopecare.services.tell_of_knock import tell_of_knock
from hopecare.services.tell_staff import tell_staff
from models import Case, RungClimbed
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, CheckInPlan, CheckInSlot

ASKING: Final = (Rung.REPEAT, Rung.CALL)
CLIMBING: Final = (SlotStatus.WAITING, SlotStatus.SILENT)
REPEAT_HOLDS: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Climb:
    """One climb: the slot, its plan, who climbs and when."""

    session: Session
    slot: CheckInSlot
    plan: CheckInPlan
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class _Turned:
    """Whom a rung turned to: one person, everybody on duty, or nobody."""

    person_id: UUID | None = None
    is_nobody: bool = False


def climb_ladder(
    session: Session, *, slot: CheckInSlot, by: Actor, now: datetime
) -> RungClimbed | None:
    """Climb the next rung and set the moment of the one after; None where nothing is to climb.

    One that finds no neighbour to ask leads on in the same moment, where the next is due at once.
    Long after the coordinator's hour they are told first, whatever rung is next.
    """
    plan = plan_by_id(session, slot.plan_id)
    step = step_at(ladder_of(plan, slot), slot.rungs_climbed)
    if step is None or slot.status not in CLIMBING:
        slot.next_rung_at = None
        return None
    climb = _Climb(session=session, slot=slot, plan=plan, by=by, now=now)
    is_late = _is_past_alert(climb)
    if (is_late or step.rung not in ASKING) and slot.status is SlotStatus.WAITING:
        _fall_silent(climb)
    if is_late:
        _alert(climb)
    turned = _turn_to(climb, step.rung)
    climbed = _write(climb, step.rung, turned)
    _set_next(slot, plan, nobody=turned.is_nobody, now=now)
    if turned.is_nobody and step.rung in NEIGHBOURS and slot.next_rung_at == now:
        return climb_ladder(session, slot=slot, by=by, now=now)
    return climbed


def _is_past_alert(climb: _Climb) -> bool:
    slot, steps = climb.slot, ladder_of(climb.plan, climb.slot)
    if slot.asked_at is None:
        return False
    return is_past_alert(steps, slot.rungs_climbed, asked_at=slot.asked_at, at=climb.now)


def _turn_to(climb: _Climb, rung: Rung) -> _Turned:
    """Do what the rung says."""
    match rung:
        case Rung.REPEAT:
            return _repeat(climb)
        case Rung.CALL:
            return _Turned(_ask_again(climb, Channel.VOICE))
        case Rung.HELPER | Rung.KEYHOLDER:
            return _ask_neighbour(climb, rung)
        case Rung.COORDINATOR:
            _alert(climb)
            return _Turned()
        case Rung.SOCIAL_WORKER:
            return _turned_to(_tell_social_worker(climb))
        case Rung.EMERGENCY:
            return _Turned(_owe_emergency_call(climb))


def _turned_to(person_id: UUID | None) -> _Turned:
    return _Turned(person_id, is_nobody=person_id is None)


def _fall_silent(climb: _Climb) -> None:
    """The question has stayed without an answer."""
    move_slot(climb.slot, event=SlotEvent.DEADLINE_PASSED)
    _note(climb, EntryKind.SLOT_SILENT, {"due_at": climb.slot.due_at.isoformat()})


def _repeat(climb: _Climb) -> _Turned:
    """The same way once more; whoever should have knocked is reminded."""
    if climb.plan.asked_by is not AskedBy.KNOCK:
        return _Turned(_ask_again(climb, climb.plan.channel))
    knock = find_knock(climb.session, climb.slot.id)
    if knock is None:
        return _turned_to(None)
    tell_of_knock(climb.session, knock, now=climb.now, again=climb.slot.rungs_climbed + 1)
    return _turned_to(knock.owner_id)


def _ask_again(climb: _Climb, channel: Channel) -> UUID:
    """The same question once more."""
    asked_id = climb.plan.asked_person_id or climb.slot.person_id
    promise(
        climb.session,
        town_id=climb.slot.town_id,
        kind=MessageKind.CHECK_IN_REPEAT,
        to_person_id=asked_id,
        dedup_key=f"check_in:{climb.slot.id}:{climb.slot.rungs_climbed}",
        words=Words(
            text=question_to(climb.plan.answer_of, climb.plan.question, again=True),
            values={"name": person_by_id(climb.session, asked_id).called},
        ),
        valid_until=climb.now + REPEAT_HOLDS,
        about=About(case_id=climb.plan.case_id, slot_id=climb.slot.id),
        language=climb.plan.language,
        channel=channel,
        now=climb.now,
    )
    return asked_id


def _ask_neighbour(climb: _Climb, rung: Rung) -> _Turned:
    """The next helper or keyholder, one by one; nobody more once one has seen them well.

    Nobody at all where a visit could harm them: staff hear of it at once instead. Where staff
    were told before, and nobody can be sent, a call says so.
    """
    session, slot, plan, by, now = climb.session, climb.slot, climb.plan, climb.by, climb.now
    if visits_could_harm(session, [slot.person_id], on=local_day(session, slot.town_id, now)):
        reason = SkipReason.VISIT_UNSAFE
        skip_look_in(session, slot=slot, plan=plan, person_id=None, reason=reason, by=by, now=now)
        return _turned_to(None)
    if has_seen_well(session, slot.id):
        reason = SkipReason.SEEN_WELL
        skip_look_in(session, slot=slot, plan=plan, person_id=None, reason=reason, by=by, now=now)
        return _Turned()
    asked_id = ask_to_look_in(session, slot=slot, plan=plan, rung=rung, by=by, now=now)
    if asked_id is None and _counts_on_neighbours(climb):
        owe_look_in(session, slot=slot, plan=plan, by=by, now=now)
    return _turned_to(asked_id)


def _counts_on_neighbours(climb: _Climb) -> bool:
    """Whether staff were told before, and nobody has been sent of those who are written down."""
    steps, slot = ladder_of(climb.plan, climb.slot), climb.slot
    if all(step.rung is not Rung.COORDINATOR for step in steps[: slot.rungs_climbed]):
        return False  # they are told next, at once
    is_passed_over = bool(skipped_before(climb.session, slot))
    return is_passed_over and not asked_to_look_in(climb.session, slot.id)


def _alert(climb: _Climb) -> Alert:
    """The alert of this silence; everybody on duty gets a text."""
    session, slot, plan = climb.session, climb.slot, climb.plan
    return raise_silence(session, slot=slot, plan=plan, by=climb.by, now=climb.now)


def _tell_social_worker(climb: _Climb) -> UUID | None:
    """Whoever steers the case hears of it as well."""
    case = climb.session.get(Case, climb.plan.case_id) if climb.plan.case_id else None
    if case is None or case.owner_id is None:
        return None
    tell_staff(climb.session, _alert(climb), to_person_id=case.owner_id, now=climb.now)
    return case.owner_id


def _owe_emergency_call(climb: _Climb) -> UUID | None:
    """A person decides about the emergency number: whoever took the alert up, or all on duty."""
    alert, slot = _alert(climb), climb.slot
    call = owe_emergency_call(climb.session, slot=slot, alert=alert, by=climb.by, now=climb.now)
    return call.owner_id


def _write(climb: _Climb, rung: Rung, turned: _Turned) -> RungClimbed:
    """The rung's row and its entry."""
    climbed = RungClimbed(
        town_id=climb.slot.town_id,
        slot_id=climb.slot.id,
        rung=rung,
        position=climb.slot.rungs_climbed,
        at=climb.now,
        person_id=turned.person_id,
    )
    climb.session.add(climbed)
    facts: dict[str, str | int | None] = {
        "rung": rung.value,
        "position": climb.slot.rungs_climbed,
        "nobody": int(turned.is_nobody),
    }
    _note(climb, EntryKind.RUNG_CLIMBED, facts)
    return climbed


def _note(climb: _Climb, kind: EntryKind, facts: dict[str, str | int | None]) -> None:
    """An entry on the resident's timeline."""
    note_timeline(
        climb.session,
        town_id=climb.slot.town_id,
        kind=kind,
        at=climb.now,
        by=climb.by,
        person_id=climb.slot.person_id,
        case_id=climb.plan.case_id,
        subject_id=climb.slot.id,
        facts=facts,
    )


def _set_next(slot: CheckInSlot, plan: CheckInPlan, *, nobody: bool, now: datetime) -> None:
    """The next rung's moment; at once where nobody was ever asked."""
    steps, climbed = ladder_of(plan, slot), slot.rungs_climbed
    slot.rungs_climbed += 1
    following = moment_of_next(steps, climbed, asked_at=slot.asked_at or now, at=now, nobody=nobody)
    slot.next_rung_at = following if slot.asked_at or following is None else now
