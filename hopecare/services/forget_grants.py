"""Take back what a referral granted by mistake: its application is prepared as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationEvent
from hopecare.queries.applications import decided_ahead_of
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_open_steps import forget_open_steps
from hopecare.services.move_application import move_application

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def forget_grants(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """Only where nobody had written the handing in; the referral's timeline says that it was so."""
    for application in decided_ahead_of(session, referral.id):
        move_application(application, event=ApplicationEvent.CORRECTED)
        application.decision = application.decided_on = application.notice_on = None
        application.refusal_reason = application.decision_words = None
        end_clocks(session, application_id=application.id, by=by, now=now)
        forget_open_steps(session, application.id)
    session.flush()
