"""A decision was taken back: the help that had ended with it comes back where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.services.bring_companion_back import bring_companion_back
from hopecare.services.owe_bridge_again import owe_bridge_again

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Referral


def bring_help_back(
    session: Session,
    referral: Referral,
    granted: Sequence[Application],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Ask by what stands in the end: of a decision put in the place of another nobody hears.

    `granted` is what the one that was taken back had decided; decided anew, it waits for nobody.
    """
    waits = [each for each in granted if each.status is ApplicationStatus.PREPARING]
    for application in waits:
        bring_companion_back(session, application, by=by, now=now)
    if waits or referral.status is not ReferralStatus.DONE:
        owe_bridge_again(session, referral, by=by, now=now)
