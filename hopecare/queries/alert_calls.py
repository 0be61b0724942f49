"""The calls that are owed for what an alert tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from models import Alert, CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

ABOUT: Final = func.coalesce(CallTask.about_person_id, CallTask.person_id)
"""Whom a call is about."""
OF_SAME_CAUSE: Final = or_(
    Alert.slot_id == CallTask.slot_id,
    and_(CallTask.slot_id.is_(None), Alert.person_id == ABOUT),
)
"""An alert and a call of the same cause: about that check-in, else that person."""
HURRIED: Final = (CallTaskKind.HELP_ASKED, CallTaskKind.EMERGENCY)
"""Owed because somebody called for help, or nobody knows how they are."""


def hold_calls_of(session: Session, alert: Alert) -> Sequence[CallTask]:
    """Give the calls still owed for a call for help or a silence; held, nobody ends them now.

    But for those somebody is just ending: a good answer holds the calls first and then the alert,
    and each would wait for the other's row.
    """
    owed = (
        select(CallTask)
        .join(Alert, and_(Alert.town_id == CallTask.town_id, OF_SAME_CAUSE))
        .where(
            Alert.id == alert.id,
            CallTask.town_id == alert.town_id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.kind.in_(HURRIED),
        )
        .order_by(CallTask.due_at, CallTask.id)
        .with_for_update(of=CallTask, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.scalars(owed).all()
