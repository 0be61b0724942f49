"""The steps after a decision: of an application, or of a referral that decided none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.errors import NotFoundError
from models import ApplicationStep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def step_by_id(session: Session, of_id: UUID, step_id: UUID) -> ApplicationStep:
    """Read one step of this very application or referral."""
    step = session.get(ApplicationStep, step_id)
    if step is None or of_id not in (step.application_id, step.referral_id):
        raise NotFoundError(kind="step", id=step_id)
    return step


def steps_of(session: Session, of_id: UUID) -> Sequence[ApplicationStep]:
    """Read the steps after the decision of an application or a referral, in their order."""
    return session.scalars(
        select(ApplicationStep)
        .where(or_(ApplicationStep.application_id == of_id, ApplicationStep.referral_id == of_id))
        .order_by(ApplicationStep.id)
    ).all()
