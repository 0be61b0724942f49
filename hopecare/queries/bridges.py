"""The calls owed because the help until a decision does not last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus
from models import Application, CallTask, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.applications import BridgeTrouble
    from models import Referral


def asks_for_bridge() -> ColumnElement[bool]:
    """Make the condition that nobody has said who helps until an objection is answered.

    What was said of the help until the first decision ended with that (`object_to_decision`).
    """
    return and_(
        Application.status == ApplicationStatus.OBJECTED,
        Application.bridge_need_id.is_(None),
        Application.no_bridge.is_(None),
    )


def is_asked_for_bridge(application: Application) -> bool:
    """Say the same of one application."""
    is_settled = application.bridge_need_id is not None or application.no_bridge is not None
    return application.status is ApplicationStatus.OBJECTED and not is_settled


def bridge_key(application_id: UUID) -> str:
    """Begin the key of every call about the help of one application."""
    return f"bridge:{application_id}:"


def warning_key(application_id: UUID, need_id: UUID, trouble: BridgeTrouble, helpers: int) -> str:
    """Name one warning; a bare number at its end would be taken for its second call."""
    return f"{bridge_key(application_id)}{need_id}:{trouble.value}:h{helpers}"


def open_calls_of_bridge(session: Session, application: Application) -> Sequence[CallTask]:
    """Read those nobody has made."""
    return _open_calls(session, application.case_id, bridge_key(application.id))


def again_key(referral_id: UUID) -> str:
    """Begin the key of every call about help that ended with a referral's decision, taken back."""
    return f"bridge_again:{referral_id}:"


def open_calls_again(session: Session, referral: Referral) -> Sequence[CallTask]:
    """Read those nobody has made: what is decided in the end ends them."""
    return _open_calls(session, referral.case_id, again_key(referral.id))


def _open_calls(session: Session, case_id: UUID, begins: str) -> Sequence[CallTask]:
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.kind == CallTaskKind.BRIDGE_SHORT,
            CallTask.case_id == case_id,
            CallTask.dedup_key.startswith(begins, autoescape=True),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.id)
    ).all()


def count_helpers_so_far(session: Session, need_id: UUID) -> int:
    """Count who has taken a need until now: after each of them it may lack somebody anew."""
    counted = select(func.count(Task.id)).where(Task.need_id == need_id)
    return int(session.scalar(counted) or 0)
