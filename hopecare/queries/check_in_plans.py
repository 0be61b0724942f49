"""Reads the check-in plans that hang from a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from models import CheckInPlan, CheckInSlot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def live_plans_of_case(session: Session, case_id: UUID) -> Sequence[CheckInPlan]:
    """Give the plans of a case that have not ended."""
    return session.scalars(
        select(CheckInPlan).where(CheckInPlan.case_id == case_id, CheckInPlan.ended_at.is_(None))
    ).all()


def unasked_slots_of_plan(session: Session, plan_id: UUID) -> Sequence[CheckInSlot]:
    """Give the questions of a plan that nobody has been asked yet."""
    return session.scalars(
        select(CheckInSlot).where(
            CheckInSlot.plan_id == plan_id, CheckInSlot.status == SlotStatus.DUE
        )
    ).all()
