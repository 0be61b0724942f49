"""Climb one rung of a silent check-in's ladder: ask again, ask a keyholder, alert staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import step_at
from hopecare.domain.timeline import EntryKind
from hopecare.language.texts import Words, question_to
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import keyholders, plan_by_id
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.town_days import town_by_id
from hopecare.queries.volunteers import person_by_id
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.raise_alert import Cause, raise_alert
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


def climb_ladder(
    session: Session, *, slot: CheckInSlot, by: Actor, now: datetime
) -> RungClimbed | None:
    """Climb the next rung and set the moment of the one after; None where nothing is to climb."""
    plan = plan_by_id(session, slot.plan_id)
    step = step_at(plan.ladder, slot.rungs_climbed)
    if step is None or slot.status not in CLIMBING:
        slot.next_rung_at = None
        return None
    climb = _Climb(session=session, slot=slot, plan=plan, by=by, now=now)
    if step.rung not in ASKING and slot.status is SlotStatus.WAITING:
        _fall_silent(climb)
    turned_to = _turn_to(climb, step.rung)
    climbed = _write(climb, step.rung, turned_to)
    _set_next(slot, plan, nobody=turned_to is None, now=now)
    return climbed


def _turn_to(climb: _Climb, rung: Rung) -> UUID | None:
    """Do what the rung says; whom we turned to, or None where there is nobody."""
    match rung:
        case Rung.REPEAT:
            return _ask_again(climb, climb.plan.channel)
        case Rung.CALL:
            return _ask_again(climb, Channel.VOICE)
        case Rung.KEYHOLDER:
            return _ask_keyholder(climb)
        case Rung.COORDINATOR:
            return _alert(climb).id
        case Rung.SOCIAL_WORKER:
            return _tell_social_worker(climb)


def _fall_silent(climb: _Climb) -> None:
    """The question has stayed without an answer."""
    move_slot(climb.slot, event=SlotEvent.DEADLINE_PASSED)
    _note(climb, EntryKind.SLOT_SILENT, {"due_at": climb.slot.due_at.isoformat()})


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
            text=question_to(climb.plan.answer_of, again=True),
            values={"name": person_by_id(climb.session, asked_id).called},
        ),
        valid_until=climb.now + REPEAT_HOLDS,
        about=About(case_id=climb.plan.case_id, slot_id=climb.slot.id),
        language=climb.plan.language,
        channel=channel,
        now=climb.now,
    )
    return asked_id


def _ask_keyholder(climb: _Climb) -> UUID | None:
    """The next keyholder in the resident's order, one by one."""
    purpose, now = ConsentPurpose.KEYHOLDER, climb.now
    resident_id = climb.slot.person_id
    if not find_standing_consent(climb.session, person_id=resident_id, purpose=purpose, now=now):
        return None
    today = now.astimezone(ZoneInfo(climb.plan.zone)).date()
    # By who was asked, not by how many: one who has ended since stands in the list no more.
    asked = select(RungClimbed.person_id).where(
        RungClimbed.slot_id == climb.slot.id, RungClimbed.rung == Rung.KEYHOLDER
    )
    already = set(climb.session.scalars(asked))
    agreed = keyholders(climb.session, resident_id, today=today)
    following = next((each for each in agreed if each.person_id not in already), None)
    if following is None:
        return None
    holder = person_by_id(climb.session, following.person_id)
    resident = person_by_id(climb.session, resident_id)
    office = town_by_id(climb.session, climb.slot.town_id).office_phone
    values = {"helper": holder.called, "name": resident.called, "office": office}
    promise(
        climb.session,
        town_id=climb.slot.town_id,
        kind=MessageKind.ALERT,
        to_person_id=holder.id,
        dedup_key=f"look_in:{climb.slot.id}:{holder.id}",
        words=Words(text=Text.LOOK_IN, values=values),
        about=About(case_id=climb.plan.case_id, slot_id=climb.slot.id),
        channel=Channel.SMS,
        now=climb.now,
    )
    return holder.id


def _alert(climb: _Climb) -> Alert:
    """The alert of this silence; everybody on duty gets a text."""
    cause = Cause(
        dedup_key=f"silence:{climb.slot.id}",
        person_id=climb.slot.person_id,
        case_id=climb.plan.case_id,
        slot_id=climb.slot.id,
    )
    return raise_alert(
        climb.session,
        town_id=climb.slot.town_id,
        kind=AlertKind.SILENCE,
        cause=cause,
        by=climb.by,
        now=climb.now,
    )


def _tell_social_worker(climb: _Climb) -> UUID | None:
    """Whoever steers the case hears of it as well."""
    case = climb.session.get(Case, climb.plan.case_id) if climb.plan.case_id else None
    if case is None or case.owner_id is None:
        return None
    tell_staff(climb.session, _alert(climb), to_person_id=case.owner_id, now=climb.now)
    return case.owner_id


def _write(climb: _Climb, rung: Rung, turned_to: UUID | None) -> RungClimbed:
    """The rung's row and its entry."""
    climbed = RungClimbed(
        town_id=climb.slot.town_id,
        slot_id=climb.slot.id,
        rung=rung,
        position=climb.slot.rungs_climbed,
        at=climb.now,
        person_id=None if rung is Rung.COORDINATOR else turned_to,
    )
    climb.session.add(climbed)
    facts: dict[str, str | int | None] = {
        "rung": rung.value,
        "position": climb.slot.rungs_climbed,
        "nobody": int(turned_to is None),
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
    """The next rung's moment; at once where this one found nobody."""
    slot.rungs_climbed += 1
    following = step_at(plan.ladder, slot.rungs_climbed)
    if following is None:
        slot.next_rung_at = None
    elif nobody or slot.asked_at is None:
        slot.next_rung_at = now
    else:
        slot.next_rung_at = max(now, slot.asked_at + following.after)
