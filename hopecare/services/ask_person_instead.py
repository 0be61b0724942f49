"""Nobody may name the person to an office, or it is done with them: they are asked themself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.services.turn_day_calls import turn_day_calls
from models import Application

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from models import Referral


def ask_person_instead(
    session: Session, referral: Referral, *, about: Collection[ClockKind] | None = None
) -> None:
    """Turn the calls owed because of a referral's own days to the person, who knows.

    So are those of what went along with it: `about` names which, and leaves its own as they are.
    """
    went_along = select(Application).where(Application.referral_id == referral.id)
    for application in session.scalars(went_along).all():
        turn_day_calls(session, application, office=None, kinds=about or tuple(ClockKind))
    if about is None:
        turn_day_calls(session, referral, office=None)
