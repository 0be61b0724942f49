"""Plan how a resident wishes to be asked how they are: days, hour, channel, whose answer counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.check_in_times import WEEKDAYS, Rhythm, next_due
from hopecare.domain.check_ins import AnswererKind, AskedBy, QuestionCode
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.ladders import steps_written
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.town_days import town_by_id
from hopecare.queries.volunteers import person_by_id
from hopecare.reading.ladders import ladder_named, ladder_of
from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.begin_changed_plan import Replaced, begin_changed_plan
from hopecare.services.carry_pause import carry_pause
from hopecare.services.hold_people import hold_people
from hopecare.services.note_plan import note_plan
from hopecare.services.refuse_unseen_wordings import refuse_unseen_wordings
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import CheckInPlan

if TYPE_CHECKING:
    from datetime import datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.ladders import Steps
    from models import Person, Town


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInWish:
    """What the resident chose."""

    local_time: time
    zone: str | None = None
    """Where they are, by whose clock the hour is meant; None stands for the town's own."""
    weekdays: tuple[str, ...] = WEEKDAYS
    channel: Channel | None = None
    """None stands for the way answers return in this town."""
    asked_by: AskedBy = AskedBy.MACHINE
    language: str | None = None
    """None stands for the resident's own."""
    case_id: UUID | None = None
    asked_person_id: UUID | None = None
    answer_of: AnswererKind = AnswererKind.RESIDENT
    question: QuestionCode = QuestionCode.WELLBEING
    ladder: str = "default"
    """A shipped ladder by its name, or `own` with its steps."""
    steps: Steps | None = None
    grace_minutes: int = 120


def plan_check_ins(
    session: Session, *, person_id: UUID, wish: CheckInWish, by: Actor, now: datetime
) -> CheckInPlan:
    """Write the plan and its first moment; an earlier plan ends, and the pause it had goes on."""
    person = _person_alone(session, person_id)
    refuse_without_consent(session, person_id=person_id, purpose=ConsentPurpose.CHECK_INS, now=now)
    town = town_by_id(session, person.town_id)
    plan = _plan(person, town, wish, now)
    refuse_unseen_wordings(session, plan, steps=ladder_of(plan))
    replaced = _end_earlier(session, person_id, now)
    session.add(plan)
    session.flush()
    if wish.asked_by is AskedBy.NOBODY:
        if replaced:
            # It waits for a plan by which somebody asks.
            carry_pause(plan, replaced.plan, now.astimezone(ZoneInfo(plan.zone)).date())
        ask_no_more(session, person_id=person_id, by=by, now=now)
    elif replaced:
        begin_changed_plan(session, plan, replaced=replaced, by=by, now=now)
        session.flush()
    kind = EntryKind.CHECK_INS_CHANGED if replaced else EntryKind.CHECK_INS_PLANNED
    note_plan(session, plan, kind, by=by, now=now)
    return plan


def _person_alone(session: Session, person_id: UUID) -> Person:
    """Hold the person: two who plan at once make one plan, and nobody plans for the dead."""
    hold_people(session, person_id, lets_rows_come=True)
    person = person_by_id(session, person_id)
    if person.died_on is not None:
        raise MoveNotAllowedError(machine="check_in_plan", status="died", event="planned")
    return person


def _plan(person: Person, town: Town, wish: CheckInWish, now: datetime) -> CheckInPlan:
    """The row, due from now on."""
    asks_by_key = (
        profile_for(town.channel_profile, town.country).resident_reply_way is ReplyWay.KEYPRESS
    )
    by_nobody = wish.asked_by is AskedBy.NOBODY
    zone = wish.zone or town.zone
    rhythm = Rhythm(weekdays=wish.weekdays, local_time=wish.local_time, zone=zone)
    return CheckInPlan(
        town_id=person.town_id,
        person_id=person.id,
        channel=wish.channel or (Channel.VOICE if asks_by_key else Channel.SMS),
        language=wish.language or person.language,
        weekdays=list(wish.weekdays),
        local_time=wish.local_time,
        zone=zone,
        created_at=now,
        next_due_at=None if by_nobody else next_due(rhythm, after=now),
        asked_by=wish.asked_by,
        case_id=wish.case_id,
        asked_person_id=wish.asked_person_id,
        answer_of=wish.answer_of,
        question=wish.question,
        ladder=wish.ladder,
        steps=steps_written(wish.steps or ladder_named(wish.ladder)),
        grace_minutes=wish.grace_minutes,
    )


def _end_earlier(session: Session, person_id: UUID, now: datetime) -> Replaced | None:
    """End the plan that stands, if there is one; held, so that the clock does not open it now."""
    plan = session.scalars(
        select(CheckInPlan)
        .where(CheckInPlan.person_id == person_id, CheckInPlan.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if plan is None:
        return None
    replaced = Replaced(plan, plan.next_due_at)
    plan.ended_at, plan.next_due_at = now, None
    # Written before the next one is: only one stands at any moment.
    session.flush()
    return replaced
