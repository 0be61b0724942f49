"""Set when a plan asks next. That is no edit: whoever has its form open may still send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from models import CheckInPlan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def move_plan_on(session: Session, plan: CheckInPlan, *, next_due_at: datetime | None) -> None:
    """Write the next moment and leave the version as it is; the caller holds the plan."""
    moved = update(CheckInPlan).where(CheckInPlan.id == plan.id).values(next_due_at=next_due_at)
    session.execute(moved, execution_options={"synchronize_session": False})
    set_committed_value(plan, "next_due_at", next_due_at)
