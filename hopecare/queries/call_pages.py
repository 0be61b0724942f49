"""What the page of one owed call shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.alerts import ABOUT_WHOM, reply_of_key
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.pauses import not_over, pauses_read
from hopecare.domain.recurring import row_caused_by, row_of
from hopecare.errors import NotFoundError
from hopecare.queries.answer_day_calls import (
    application_asked_about,
    asks_last_day,
    referral_asked_about,
)
from hopecare.queries.capacity_calls import service_of_call
from hopecare.queries.check_in_board import find_live_plan
from hopecare.queries.held_rows import find_held
from hopecare.queries.number_works import is_desk_work, is_number_work
from hopecare.queries.office_calls import office_to_ring, question_in
from hopecare.queries.offices_rung import (
    clock_behind,
    is_unknown_still,
    office_with_number_of,
    service_rung,
)
from hopecare.queries.people_at_a_glance import Glance, glance_at, names_of
from hopecare.queries.rung_words import people_of, rungs_done
from hopecare.queries.silent_referrals import waits_without_day
from hopecare.queries.urgent_referrals import is_at_once
from hopecare.queries.whose_end import is_about_another
from models import Alert, Call, CallTask, CheckInPlan, CheckInSlot, InboundMessage, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.check_ins import QuestionCode
    from hopecare.domain.pauses import Pause
    from hopecare.queries.office_calls import OfficeToRing
    from hopecare.queries.rung_words import RungDone
    from models import LegalClock, Organisation, Service

LAST_CALLS = 5
CAME_IN = ("review", "reply", "call_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaskView:
    """One owed call: whom to ring, why, and the last tries."""

    task: CallTask
    whom: Glance | None
    report: Report | None
    slot: CheckInSlot | None
    question: QuestionCode | None
    """What the check-in asks, where it is about one."""
    calls: Sequence[Call]
    rungs: Sequence[RungDone]
    """Whom the check-in behind it has turned to already."""
    names: Mapping[UUID, str]
    service_id: UUID | None
    """The service whose places are asked for."""
    came_in: InboundMessage | None
    """The text or call that somebody has to read, or to ring back for."""
    wrong_at: Organisation | None = None
    """The office whose number is to be corrected, or that of its service."""
    wrong_desk: Service | None = None
    """The service whose own desk's number it is."""
    is_unknown: bool = False
    """Whether what an office is rung for is not written down yet."""
    asks_whose: bool = False
    """Whether somebody is rung about another: of whom is it true what it comes to?"""
    gave_way: Sequence[Pause] = ()
    """The pauses that gave way to their stay in hospital: somebody asks whether they still hold."""
    holds_again: bool = False
    """Whether they gave way to the word of a death: then the last holds again if they live."""
    office: OfficeToRing | None = None
    """Where an office is rung: which one, and about which referral."""
    also_asks: UUID | None = None
    """The application whose day the call of an emergency asks for as well."""
    clock: LegalClock | None = None
    """The clock of the law because of whose day somebody is rung."""

    @property
    def asks_day_of(self) -> UUID | None:
        """Give the application whose day of the answer is asked for."""
        return application_asked_about(self.task) or self.also_asks

    @property
    def asks_last_day_of(self) -> UUID | None:
        """Give the referral to which one may object until a day that is asked for."""
        return referral_asked_about(self.task)

    @property
    def asks_last_day(self) -> bool:
        """Say whether that day is the last on which one may object."""
        return asks_last_day(self.task)

    @property
    def asked(self) -> str:
        """Give what the office asked; nothing where it asked nothing."""
        return question_in(self.task) if self.task.kind is CallTaskKind.OFFICE_ASKS else ""


def call_task_by_id(session: Session, task_id: UUID, *, alone: bool = False) -> CallTask:
    """Give an owed call of this town; `alone` holds it until the transaction ends."""
    task = find_held(session, CallTask, task_id) if alone else session.get(CallTask, task_id)
    if task is None:
        raise NotFoundError(kind="call_task", call_task_id=task_id)
    return task


def call_task_view(session: Session, task_id: UUID, *, on: date) -> CallTaskView:
    """Read one owed call with whom to ring."""
    task = call_task_by_id(session, task_id)
    calls = _calls(session, task)
    rungs = rungs_done(session, task.slot_id)
    slot = session.get(CheckInSlot, task.slot_id) if task.slot_id else None
    plan = _plan_after_stay(session, task)
    people = {
        task.owner_id,
        task.about_person_id,
        task.put_off_by_id,
        *(call.by_id for call in calls),
        *people_of(rungs),
    }
    return CallTaskView(
        task=task,
        whom=glance_at(session, task.person_id, on=on) if task.person_id else None,
        report=session.get(Report, task.report_id) if task.report_id else None,
        slot=slot,
        question=session.get_one(CheckInPlan, slot.plan_id).question if slot else None,
        calls=calls,
        rungs=rungs,
        names=names_of(session, people),
        service_id=service_of_call(task),
        came_in=_came_in(session, task),
        office=office_to_ring(session, task),
        also_asks=_also_asks(session, task),
        clock=clock_behind(session, task),
        wrong_at=office_with_number_of(session, task) if is_number_work(task) else None,
        wrong_desk=service_rung(session, task) if is_desk_work(task) else None,
        is_unknown=is_unknown_still(session, task),
        asks_whose=is_about_another(session, task),
        gave_way=not_over(pauses_read(plan.gave_way), on) if plan else (),
        holds_again=plan is not None and plan.rests_for_death,
    )


def _also_asks(session: Session, task: CallTask) -> UUID | None:
    """What went with an urgent referral, and waits for an answer whose day nobody knows."""
    referral_id = row_of(task.dedup_key) if is_at_once(task.dedup_key) else None
    waits = waits_without_day(session, referral_id) if referral_id else ()
    return next((each.id for each in waits), None)


def _plan_after_stay(session: Session, task: CallTask) -> CheckInPlan | None:
    """Read it for the call that asks how they are and when they come home."""
    if task.kind is not CallTaskKind.AFTER_HOSPITAL or task.person_id is None:
        return None
    return find_live_plan(session, task.person_id)


def _came_in(session: Session, task: CallTask) -> InboundMessage | None:
    """The text or call because of which it is owed, by the cause its key names."""
    alert_id = row_caused_by(ABOUT_WHOM, task.dedup_key)
    if alert_id is not None:
        alert = session.get(Alert, alert_id)
        reply_id = reply_of_key(alert.dedup_key) if alert else None
        return session.get(InboundMessage, reply_id) if reply_id else None
    cause, _, key = task.dedup_key.partition(":")
    if cause not in CAME_IN:
        return None
    try:
        return session.get(InboundMessage, UUID(key))
    except ValueError:
        return None


def _calls(session: Session, task: CallTask) -> Sequence[Call]:
    """The last tries: of this task, or with this person."""
    mine = Call.call_task_id == task.id
    if task.person_id is not None:
        mine = mine | (Call.person_id == task.person_id)
    return session.scalars(
        select(Call).where(mine).order_by(Call.at.desc(), Call.id.desc()).limit(LAST_CALLS)
    ).all()
