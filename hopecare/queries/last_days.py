"""Referrals that came to less than was asked for, and whose last day to object nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from hopecare.domain.applications import FollowUp, StepStands
from hopecare.domain.clocks import ClockKind
from hopecare.queries.answer_day_calls import may_be_objected_to
from models import ApplicationStep, LegalClock, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def without_last_day(session: Session, case_id: UUID) -> list[Referral]:
    """Read those of a case to which somebody may want to object, the first one first.

    A day that is over was known; and where it is settled whether they object, nobody asks.
    """
    told_on = func.coalesce(Referral.outcome_on, Referral.answered_on)
    is_known = exists().where(
        LegalClock.referral_id == Referral.id,
        LegalClock.kind == ClockKind.OBJECTION,
        LegalClock.started_on >= told_on,
    )
    is_unsettled = exists().where(
        ApplicationStep.referral_id == Referral.id,
        ApplicationStep.step == FollowUp.OBJECT,
        ApplicationStep.stands == StepStands.OPEN,
    )
    found = session.scalars(
        select(Referral)
        .where(Referral.case_id == case_id, is_unsettled, ~is_known)
        .order_by(Referral.id)
    )
    return [each for each in found if may_be_objected_to(each)]
