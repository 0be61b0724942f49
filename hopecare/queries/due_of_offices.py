"""What is due with offices: their next word, the days of the law, and what follows a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.applications import StepStands
from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.due import BRIDGE_WITHIN, FOLLOW_WITHIN, DueKind
from hopecare.domain.outcomes import TURNED_DOWN
from hopecare.domain.referral_moves import OWES
from hopecare.queries.bridges import asks_for_bridge
from hopecare.queries.due_rows import DAY_S, due_rows, last_second_around, last_second_of
from models import Application, ApplicationStep, LegalClock, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from hopecare.queries.due_rows import DueScope

CHECK_OF_GRANT: Final = f"{ClockKind.AFTER_CHECK}:application"
"""The check after emergency aid that was applied for; without it, of the help in a crisis."""
OF_REFERRAL: Final = ":referral"
"""What ends the detail of a thing that is a referral's own, where an application has the like."""


def due_referrals(scope: DueScope) -> Select[Any]:
    """A yes or no, and once it was taken on what came of it."""
    due = last_second_of(Referral.answer_due_on, scope)
    taken_on = case((Referral.status == ReferralStatus.ACCEPTED, Referral.status), else_="")
    found = due_rows(scope, DueKind.REFERRAL, Referral.id, due, detail=taken_on)
    return found.join(Referral, Referral.case_id == scope.cases.c.case_id).where(
        Referral.status.in_(OWES)
    )


def due_clocks(scope: DueScope) -> Select[Any]:
    """Days the law sets for an application, a referral or a crisis."""
    due = last_second_of(LegalClock.due_on, scope)
    is_check = LegalClock.kind == ClockKind.AFTER_CHECK
    which = case(
        (and_(is_check, LegalClock.application_id.is_not(None)), CHECK_OF_GRANT),
        (LegalClock.referral_id.is_not(None), cast(LegalClock.kind, String) + OF_REFERRAL),
        else_=cast(LegalClock.kind, String),
    )
    found = due_rows(
        scope,
        DueKind.LEGAL_CLOCK,
        func.coalesce(LegalClock.application_id, LegalClock.referral_id, LegalClock.crisis_id),
        due,
        detail=which,
    )
    return found.join(LegalClock, LegalClock.case_id == scope.cases.c.case_id).where(
        LegalClock.ended_at.is_(None)
    )


def due_to_hand_in(scope: DueScope) -> Select[Any]:
    """What was begun and is not with the office: by the day agreed with it, else before long."""
    agreed = last_second_of(Application.appointment_on, scope)
    before_long = last_second_around(Application.made_at, scope) + scope.hand_in_days * DAY_S
    due = func.coalesce(agreed, before_long)
    found = due_rows(scope, DueKind.HAND_IN, Application.id, due)
    return found.join(Application, Application.case_id == scope.cases.c.case_id).where(
        Application.status == ApplicationStatus.PREPARING
    )


def due_bridges(scope: DueScope) -> Select[Any]:
    """What is contested, and nobody has said who helps until the answer, or why nobody has to."""
    within = int(BRIDGE_WITHIN.total_seconds())
    due = last_second_of(Application.objected_on, scope) + within
    found = due_rows(scope, DueKind.BRIDGE, Application.id, due)
    return found.join(Application, Application.case_id == scope.cases.c.case_id).where(
        asks_for_bridge()
    )


def due_follow_ups(scope: DueScope) -> Select[Any]:
    """The first step after a decision that nobody has settled, until somebody objects."""
    told_on = func.coalesce(Application.notice_on, Application.decided_on)
    due = last_second_of(told_on, scope) + int(FOLLOW_WITHIN.total_seconds())
    found = due_rows(scope, DueKind.FOLLOW_UP, Application.id, due, detail=ApplicationStep.step)
    return (
        found.join(Application, Application.case_id == scope.cases.c.case_id)
        .join(ApplicationStep, ApplicationStep.application_id == Application.id)
        .where(
            Application.status == ApplicationStatus.DECIDED,
            _is_first_open(ApplicationStep.application_id),
        )
    )


def due_after_refusals(scope: DueScope) -> Select[Any]:
    """The same of a referral that decided no application, until it goes to its office again."""
    anew = aliased(Referral, name="referred_anew")
    goes_again = select(anew.id).where(
        anew.case_id == Referral.case_id,
        anew.service_id == Referral.service_id,
        anew.status.in_(OWES),
    )
    told_on = func.coalesce(Referral.outcome_on, Referral.answered_on)
    due = last_second_of(told_on, scope) + int(FOLLOW_WITHIN.total_seconds())
    detail = cast(ApplicationStep.step, String) + OF_REFERRAL
    found = due_rows(scope, DueKind.FOLLOW_UP, Referral.id, due, detail=detail)
    return (
        found.join(Referral, Referral.case_id == scope.cases.c.case_id)
        .join(ApplicationStep, ApplicationStep.referral_id == Referral.id)
        .where(
            or_(
                Referral.status == ReferralStatus.REFUSED,
                and_(Referral.status == ReferralStatus.DONE, Referral.outcome.in_(TURNED_DOWN)),
            ),
            _is_first_open(ApplicationStep.referral_id),
            ~goes_again.exists(),
        )
    )


def _is_first_open(of: InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    """The first step of one decision that nobody has settled."""
    earlier = aliased(ApplicationStep, name="earlier_step")
    before = select(earlier.id).where(
        getattr(earlier, of.key) == of,
        earlier.stands == StepStands.OPEN,
        earlier.id < ApplicationStep.id,
    )
    return and_(ApplicationStep.stands == StepStands.OPEN, ~before.exists())
