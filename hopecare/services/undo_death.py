"""Undo a death that was recorded by mistake: what can go on goes on, the rest is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.care_path import (
    ApplicationStatus,
    CallTaskStatus,
    OfferStatus,
    ReferralStatus,
)
from hopecare.domain.check_in_times import next_due
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.delivery import MessageKind
from hopecare.domain.pauses import pauses_written
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason, StoppedKind
from hopecare.errors import NotFoundError
from hopecare.queries.check_ins import rhythm_of
from hopecare.queries.pauses_beneath import pauses_beneath
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import live_plans_of
from hopecare.services.bring_back_applications import bring_back_applications
from hopecare.services.bring_back_askings import bring_back_askings
from hopecare.services.bring_back_assessments import bring_back_assessments
from hopecare.services.bring_back_backups import bring_back_backups
from hopecare.services.bring_back_calls import bring_back_calls
from hopecare.services.bring_back_cases import bring_back_cases
from hopecare.services.bring_back_clocks import bring_back_clocks
from hopecare.services.bring_back_contacts import bring_back_contacts
from hopecare.services.bring_back_crises import bring_back_crises
from hopecare.services.bring_back_offers import bring_back_offers
from hopecare.services.bring_back_referrals import bring_back_referrals
from hopecare.services.bring_back_tasks import bring_back_tasks
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.hold_people import hold_people
from hopecare.services.look_for_again import look_for_again
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_calls_after_undoing import owe_calls_after_undoing
from hopecare.services.raise_help_again import raise_help_again
from hopecare.services.say_weeks_again import say_weeks_again
from models import Assessment, CallTask, CheckInPlan, ContactPoint, DeathRecord, Message, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


Row = TypeVar("Row", ContactPoint, CheckInPlan, CallTask, Message, Task, Assessment)
Left = dict[StoppedKind, dict[UUID, LeftReason]]


def undo_death(session: Session, *, person_id: UUID, by: Actor, now: datetime) -> DeathRecord:
    """Bring back what is still true; name what is not, and owe the calls that say so."""
    hold_people(session, person_id, lets_rows_come=True)
    person = person_by_id(session, person_id)
    record = _standing(session, person_id)
    _bring_to_life(session, person, record, now)
    # Owed before anything comes back: whoever is to be rung reads of it in no text.
    told = _take_back_calls(session, record, by, now)
    to_ids = [*told, *_concerned(session, record)]
    calls = owe_calls_after_undoing(session, person, record, to_ids=to_ids, by=by, now=now)
    left = {StoppedKind.PLANS: _bring_back_plan(session, record, now)}
    _ask_them_again(session, record)
    left |= _bring_back_care(session, record, by, now)
    left |= _bring_back_formal(session, record, by, now)
    left |= _bring_back_helping(session, record, by, now)
    left |= _bring_back_weekly(session, record, by, now)
    dropped, cases = (_ids(record, kind) for kind in (StoppedKind.CALLS, StoppedKind.CASES))
    bring_back_calls(session, call_ids=dropped, ended_cases=cases, now=now)
    calls += raise_help_again(session, record, by=by, now=now)
    calls += look_for_again(session, person, record, by=by, now=now)
    for kind in (StoppedKind.SLOTS, StoppedKind.ALERTS, StoppedKind.MESSAGES):
        left[kind] = dict.fromkeys(_ids(record, kind), LeftReason.SAID_TOO_LATE)
    left[StoppedKind.ASSESSMENTS] = bring_back_assessments(
        session, assessments=_computed(record), by=by, now=now
    )
    record.stopped = record.stopped | _outcome(left, calls)
    facts = {"left": sum(len(rows) for rows in left.values()), "calls": len(calls)}
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.DEATH_UNDONE,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=record.id,
        facts=facts,
    )
    session.flush()
    return record


def _computed(record: DeathRecord) -> dict[UUID, UUID]:
    """What was assessed because of it, with what stood before."""
    pairs: dict[str, str] = record.stopped.get("assessments", {})
    return {UUID(one): UUID(before) for one, before in pairs.items()}


def _outcome(left: Left, calls: Iterable[CallTask]) -> dict[str, object]:
    """What stays to be done, as the record keeps it."""
    named = {
        kind.value: {str(row_id): why.value for row_id, why in rows.items()}
        for kind, rows in left.items()
    }
    return {"left": named, "calls_after_undoing": [str(call.id) for call in calls]}


def _standing(session: Session, person_id: UUID) -> DeathRecord:
    record = session.scalars(
        select(DeathRecord)
        .where(DeathRecord.person_id == person_id, DeathRecord.undone_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if record is None:
        raise NotFoundError(kind="death", person_id=person_id)
    return record


def _bring_to_life(session: Session, person: Person, record: DeathRecord, now: datetime) -> None:
    """They live, and their numbers are theirs again."""
    kept_until = record.stopped.get("kept_until")
    person.died_on = None
    person.retain_until = date.fromisoformat(kept_until) if kept_until else None
    record.undone_at = now
    session.flush()
    for point in _rows(session, ContactPoint, _ids(record, StoppedKind.CONTACT_POINTS)):
        point.valid_until = None


def _bring_back_plan(
    session: Session, record: DeathRecord, now: datetime
) -> dict[UUID, LeftReason]:
    """Check-ins go on by one plan, the newest; a pause without an end stays a pause.

    But the one that the word of the death began is over with it, and what gave way to it holds.
    """
    was_due = record.stopped[StoppedKind.PLANS]
    plans = _rows(session, CheckInPlan, _ids(record, StoppedKind.PLANS))
    newest = sorted(plans, key=lambda plan: (plan.created_at, plan.id), reverse=True)
    back = [] if live_plans_of(session, record.person_id) else newest[:1]
    for plan in back:
        plan.ended_at = None
        asks = was_due[str(plan.id)] is not None
        if plan.rests_for_death:
            _hold_again(plan, now)
            asks = True
        plan.next_due_at = next_due(rhythm_of(plan), after=now) if asks else None
    return {plan.id: LeftReason.OTHER_IN_PLACE for plan in plans if plan not in back}


def _hold_again(plan: CheckInPlan, now: datetime) -> None:
    """What gave way to the pause of the death holds again."""
    again, others = pauses_beneath(plan, now=now)
    plan.paused_from, plan.paused_until = (again.first, again.until) if again else (None, None)
    plan.gave_way, plan.rests_for_death = pauses_written(others), False


def _ask_them_again(session: Session, record: DeathRecord) -> None:
    """They are asked in others' place again where nothing else was agreed on since."""
    asked_for: dict[str, str] = record.stopped.get("asked_for", {})
    for plan in _rows(session, CheckInPlan, [UUID(each) for each in asked_for]):
        if plan.ended_at is None and plan.asked_person_id is None:
            plan.asked_person_id = record.person_id
            plan.answer_of = AnswererKind(asked_for[str(plan.id)])


def _bring_back_care(session: Session, record: DeathRecord, by: Actor, now: datetime) -> Left:
    """What others did for the person."""
    cases, needs = _ids(record, StoppedKind.CASES), _ids(record, StoppedKind.NEEDS)
    closed = bring_back_cases(session, case_ids=cases, need_ids=needs, by=by, now=now)
    tasks = bring_back_tasks(session, task_ids=_ids(record, StoppedKind.TASKS), by=by, now=now)
    offers = bring_back_offers(session, offers=_offers(record, StoppedKind.OFFERS), by=by, now=now)
    asked = _ids(record, StoppedKind.ASKINGS)
    askings = bring_back_askings(session, need_ids=asked, by=by, now=now)
    stood = {
        UUID(row_id): ReferralStatus(status)
        for row_id, status in record.stopped[StoppedKind.REFERRALS].items()
    }
    referrals = bring_back_referrals(session, referrals=stood, ended_cases=cases, by=by, now=now)
    return {
        StoppedKind.CASES: {each: closed[each] for each in cases if each in closed},
        StoppedKind.NEEDS: {each: closed[each] for each in needs if each in closed},
        StoppedKind.TASKS: tasks,
        StoppedKind.OFFERS: offers,
        StoppedKind.ASKINGS: askings,
        StoppedKind.REFERRALS: referrals,
    }


def _bring_back_formal(session: Session, record: DeathRecord, by: Actor, now: datetime) -> Left:
    """What they applied for, and a crisis; then the days that are waited for."""
    stood = {
        UUID(row_id): ApplicationStatus(status)
        for row_id, status in record.stopped.get(StoppedKind.APPLICATIONS, {}).items()
    }
    crises, clocks = _ids(record, StoppedKind.CRISES), _ids(record, StoppedKind.CLOCKS)
    cases = _ids(record, StoppedKind.CASES)
    return {
        StoppedKind.APPLICATIONS: bring_back_applications(
            session, applications=stood, ended_cases=cases, by=by, now=now
        ),
        StoppedKind.CRISES: bring_back_crises(session, crisis_ids=crises, by=by, now=now),
        StoppedKind.CLOCKS: bring_back_clocks(
            session, clock_ids=clocks, ended_cases=cases, now=now
        ),
    }


def _bring_back_helping(session: Session, record: DeathRecord, by: Actor, now: datetime) -> Left:
    """What the person did for others."""
    held, had = _ids(record, StoppedKind.TASKS_HELD), _offers(record, StoppedKind.OFFERS_HAD)
    looked_in_on = _ids(record, StoppedKind.LOOKED_IN_ON)
    return {
        StoppedKind.TASKS_HELD: bring_back_tasks(session, task_ids=held, by=by, now=now),
        StoppedKind.OFFERS_HAD: bring_back_offers(session, offers=had, by=by, now=now),
        StoppedKind.LOOKED_IN_ON: bring_back_contacts(
            session, contact_ids=looked_in_on, by=by, now=now
        ),
    }


def _bring_back_weekly(session: Session, record: DeathRecord, by: Actor, now: datetime) -> Left:
    """Who steps in, and the days on which a helper had said that they do not come."""
    backups, days = _ids(record, StoppedKind.BACKUPS), _ids(record, StoppedKind.MISSED_DAYS)
    calls = _rows(session, CallTask, [UUID(each) for each in record.stopped["calls_owed"]])
    told = {call.person_id for call in calls if call.status is CallTaskStatus.DONE}
    return {
        StoppedKind.BACKUPS: bring_back_backups(session, backup_ids=backups, by=by, now=now),
        StoppedKind.MISSED_DAYS: say_weeks_again(
            session, missed_ids=days, told={each for each in told if each}, by=by, now=now
        ),
    }


def _take_back_calls(session: Session, record: DeathRecord, by: Actor, now: datetime) -> list[UUID]:
    """Drop the calls nobody has made; say who has heard of the death already."""
    told = []
    for call in _rows(session, CallTask, [UUID(each) for each in record.stopped["calls_owed"]]):
        if call.status is CallTaskStatus.OPEN:
            finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)
        elif call.status is CallTaskStatus.DONE and call.person_id is not None:
            told.append(call.person_id)
    return told


def _concerned(session: Session, record: DeathRecord) -> list[UUID]:
    """Who lost a task by it, was assessed because of it, or was to read what was recalled."""
    tasks = _rows(session, Task, _ids(record, StoppedKind.TASKS))
    computed = _rows(session, Assessment, _ids(record, StoppedKind.ASSESSMENTS))
    messages = _rows(session, Message, _ids(record, StoppedKind.MESSAGES))
    return [
        *(task.helper_id for task in tasks),
        *(each.person_id for each in computed),
        *(each.to_person_id for each in messages if each.kind is not MessageKind.ALERT),
    ]


def _ids(record: DeathRecord, kind: StoppedKind) -> list[UUID]:
    return [UUID(each) for each in record.stopped.get(kind, ())]


def _offers(record: DeathRecord, kind: StoppedKind) -> dict[UUID, OfferStatus]:
    stood: dict[str, str] = record.stopped.get(kind, {})
    return {UUID(row_id): OfferStatus(status) for row_id, status in stood.items()}


def _rows(session: Session, kind: type[Row], ids: Iterable[UUID]) -> Sequence[Row]:
    return session.scalars(select(kind).where(kind.id.in_(list(ids))).order_by(kind.id)).all()
