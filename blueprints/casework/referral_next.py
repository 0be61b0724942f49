"""What happens next with a referral: whose turn it is, by when, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from hopecare.domain.applications import StepStands
from hopecare.domain.care_path import CaseStatus, ReferralStatus
from hopecare.domain.due import BRIDGE_WITHIN, FOLLOW_WITHIN, DueKind
from hopecare.domain.outcomes import TURNED_DOWN
from hopecare.domain.referral_moves import UNANSWERED
from hopecare.language import N_
from hopecare.queries.answer_day_calls import may_be_objected_to, open_day_calls
from hopecare.queries.bridges import is_asked_for_bridge
from hopecare.queries.cases import case_by_id
from hopecare.queries.clocks import find_check_of_grant
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.office_calls import open_calls_about
from hopecare.queries.referrals import find_open_referral
from hopecare.queries.urgent_referrals import is_at_once

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.referrals import ReferralView
    from models import Application, CallTask, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing that is to be done, by whom and when."""

    words: str
    owner_id: UUID | None
    """Who does it; None where it is in nobody's hands yet."""
    due: str
    call: CallTask | None = None
    begins: str | None = None
    """Where an application is begun that goes with it."""
    stands_at: str | None = None
    """What is applied for already."""
    checked: str | None = None
    """Where it is written down that the office has checked the help."""
    helps: str | None = None
    """Where it is said who helps until an objection is answered."""

    @property
    def href(self) -> str | None:
        """Where it is done."""
        return url_for("coordination.call_task", task_id=self.call.id) if self.call else None


def next_steps(
    session: Session,
    view: ReferralView,
    owner_id: UUID | None,
    reader: Reader,
    *,
    applied: Application | None,
) -> list[NextStep]:
    """Say what is owed: each call to the office, then what the referral itself waits for."""
    calls = [
        NextStep(
            words=_said(task, reader),
            owner_id=task.owner_id or owner_id,
            due=_by(task.due_at, reader),
            call=task,
        )
        for task in open_calls_about(session, view.referral)
    ]
    own = None if _is_over(session, view) else _own_step(session, view, owner_id, reader)
    if applied is not None and applied.referral_id == view.referral.id:
        applies = _bridge_step(applied, owner_id, reader)
    else:
        applies = _application_step(session, view, owner_id, reader, standing=applied)
    last_day = _last_day_step(session, view.referral, owner_id, reader)
    check = _check_step(session, view.referral, owner_id, reader)
    return [*calls, *(each for each in (last_day, applies, own, check) if each)]


def _application_step(
    session: Session,
    view: ReferralView,
    owner_id: UUID | None,
    reader: Reader,
    *,
    standing: Application | None,
) -> NextStep | None:
    """An open referral for a programme asks for an application, and for help until its decision."""
    referral = view.referral
    if not view.is_open or not referral.programme:
        return None
    if case_by_id(session, referral.case_id).status is CaseStatus.CLOSED:
        return None
    if standing is not None:
        said = N_("The same is applied for already: the days of the law stand at that application")
        at = url_for("casework.application", application_id=standing.id)
        return NextStep(words=reader.say(said), owner_id=owner_id, due="", stands_at=at)
    return NextStep(
        words=reader.say(N_("Nothing has been applied for with it yet: the law's days do not run")),
        owner_id=owner_id,
        due="",
        begins=url_for(
            "casework.open_application_form",
            case_id=referral.case_id,
            programme=referral.programme,
            referral_id=referral.id,
        ),
    )


def _bridge_step(applied: Application, owner_id: UUID | None, reader: Reader) -> NextStep | None:
    """An objection is with the office: who helps until its answer was not said yet."""
    if not is_asked_for_bridge(applied) or applied.objected_on is None:
        return None
    return NextStep(
        words=reader.label(DueKind.BRIDGE),
        owner_id=owner_id,
        due=_by(applied.objected_on + BRIDGE_WITHIN, reader),
        helps=url_for("casework.bridge_form", application_id=applied.id),
    )


def _said(task: CallTask, reader: Reader) -> str:
    """An emergency is rung about before anybody could say that its office is silent."""
    if is_at_once(task.dedup_key):
        return reader.say(N_("Ring the office: has it read this, and what does it do now?"))
    return reader.label(task.kind)


def _is_over(session: Session, view: ReferralView) -> bool:
    """Whether nothing follows any more: the case is closed, or they were referred there anew."""
    referral = view.referral
    if view.is_open:
        return False
    if case_by_id(session, referral.case_id).status is CaseStatus.CLOSED:
        return True
    return find_open_referral(session, referral.case_id, referral.service_id) is not None


def _own_step(
    session: Session, view: ReferralView, owner_id: UUID | None, reader: Reader
) -> NextStep | None:
    referral = view.referral
    due = ""
    if referral.status in UNANSWERED:
        due = _by(referral.answer_due_on, reader)
        said = (
            N_("The answer is late: ask the office, and write down what it says")
            if view.is_late(reader.today)
            else N_("The office answers; then write its answer down")
        )
    elif referral.status is ReferralStatus.ACCEPTED:
        due = _by(referral.answer_due_on, reader)
        said = N_("The office decides; ask what came of it, and write the outcome down")
    elif referral.status is ReferralStatus.REFUSED or referral.outcome in TURNED_DOWN:
        return _follow_up(session, referral, owner_id, reader)
    else:
        return None
    return NextStep(words=reader.say(said), owner_id=owner_id, due=due)


def _follow_up(
    session: Session, referral: Referral, owner_id: UUID | None, reader: Reader
) -> NextStep | None:
    """The first step that nobody has settled; with an application, they stand on its own page."""
    steps = steps_of(session, referral.id)
    if not steps:
        said = reader.say(N_("Read the reason with the person, then choose below what follows"))
        return NextStep(words=said, owner_id=owner_id, due="")
    step = next((each for each in steps if each.stands is StepStands.OPEN), None)
    told_on = referral.outcome_on or referral.answered_on
    if step is None or told_on is None:
        return None
    due = _by(told_on + FOLLOW_WITHIN, reader)
    return NextStep(words=reader.label(step.step), owner_id=owner_id, due=due)


def _last_day_step(
    session: Session, referral: Referral, owner_id: UUID | None, reader: Reader
) -> NextStep | None:
    """Until when one may object is asked for, once; then it is a day to be kept in mind."""
    asked = open_day_calls(session, referral.id) if may_be_objected_to(referral) else ()
    call = next(iter(asked), None)
    if call is None:
        return None
    return NextStep(
        words=reader.say(N_("Ask until when they may object")),
        owner_id=call.owner_id or owner_id,
        due=_by(call.due_at, reader),
        call=call,
    )


def _check_step(
    session: Session, referral: Referral, owner_id: UUID | None, reader: Reader
) -> NextStep | None:
    """Help came first: the office still looks whether it was right."""
    clock = find_check_of_grant(session, referral.id)
    if clock is None:
        return None
    said = reader.say(N_("Help came first: ask the office whether it has checked it."))
    checked = url_for("casework.check_referral_act", referral_id=referral.id)
    due = _by(clock.due_on, reader)
    return NextStep(words=said, owner_id=owner_id, due=due, checked=checked)


def _by(due: date | datetime, reader: Reader) -> str:
    return f"{reader.day(due)} · {reader.ago(due)}"
