"""One centre answers for the one person two records become, with whatever is owed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.queries.alert_calls import ABOUT
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.set_noted import Noted, set_noted
from models import Alert, CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.queries.merge_views import MergeView


def gather_in_centre(session: Session, view: MergeView, *, noted: Noted, now: datetime) -> None:
    """Give the person, and the calls and alerts that are open, to the centre of the case.

    Whoever steers the case reads the person and everything owed to them; without a case that goes
    on the centre of the record that stays does.
    """
    set_noted(noted, view.kept.person, centre_id=view.centre_id)
    hand_over_responsibility(session, view.kept.person, now=now)
    for alert in _open_alerts(session, view):
        set_noted(noted, alert, centre_id=view.centre_id)
    steering = view.case.owner_id if view.case else None
    for task in _owed_calls(session, view):
        set_noted(noted, task, centre_id=view.centre_id)
        # Nobody of the other centre keeps a call about somebody they no longer read.
        if task.owner_id != steering:
            set_noted(noted, task, owner_id=None)
    session.flush()


def _open_alerts(session: Session, view: MergeView) -> Sequence[Alert]:
    return session.scalars(
        select(Alert).where(
            Alert.person_id.in_(view.ids),
            Alert.status != AlertStatus.RESOLVED,
            Alert.centre_id != view.centre_id,
        )
    ).all()


def _owed_calls(session: Session, view: MergeView) -> Sequence[CallTask]:
    """Of no case, or of the one that goes on; what is left of a closed case stays where it is."""
    going_on = CallTask.case_id == (view.case.id if view.case else None)
    return session.scalars(
        select(CallTask).where(
            ABOUT.in_(view.ids),
            or_(CallTask.case_id.is_(None), going_on),
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.centre_id != view.centre_id,
            # Who was asked to take a crisis answers that themself.
            CallTask.kind != CallTaskKind.CRISIS_HANDED,
        )
    ).all()
