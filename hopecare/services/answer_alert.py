"""Take what somebody on duty answers to an alert, by text or key. The answer back is always true.

However many answer at once, one takes it; the same answer twice comes to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import AlertAnswer, AlertResult, result_for
from hopecare.domain.care_path import AlertStatus
from hopecare.queries.alerts import hold_alert
from hopecare.queries.alerts_told import went_on_from
from hopecare.queries.closed_accounts import has_closed_account
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.pass_alert_on import pass_alert_on

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import ReplyWay
    from hopecare.domain.identity import Actor
    from models import Alert


def answer_alert(  # noqa: PLR0913  an answer has a giver, a way and a moment
    session: Session,
    *,
    alert_id: UUID,
    answer: AlertAnswer,
    from_person_id: UUID,
    way: ReplyWay,
    by: Actor,
    now: datetime,
) -> AlertResult:
    """Take it up, or let it go on to the next; says what that came to.

    Whoever works here no more was told before they left: they hold nothing up, it goes on.
    """
    alert = hold_alert(session, alert_id)
    goes_on = answer is AlertAnswer.PASS_ON or has_closed_account(session, from_person_id)
    if alert.status is AlertStatus.RAISED and goes_on:
        return _pass_on(session, alert, from_person_id, by, now)
    acknowledge_alert(session, alert_id=alert.id, by=by, now=now, taker_id=from_person_id, way=way)
    return result_for(alert.status, taker_id=alert.acknowledged_by_id, person_id=from_person_id)


def _pass_on(
    session: Session, alert: Alert, person_id: UUID, by: Actor, now: datetime
) -> AlertResult:
    """Tell the next, unless somebody was told after this person already."""
    if went_on_from(session, alert, person_id):
        return AlertResult.PASSED_ON
    next_id = pass_alert_on(session, alert_id=alert.id, by=by, now=now, asked_by_id=person_id)
    return AlertResult.NOBODY_LEFT if next_id is None else AlertResult.PASSED_ON
