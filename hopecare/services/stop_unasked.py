"""Stop what was shared because somebody could not be asked: they have said no now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.packets import OverrideReason
from hopecare.queries.referral_packets import find_packet, override_of
from hopecare.queries.stoppable import hold_open_referrals_of
from hopecare.services.withdraw_referral import withdraw_referral

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def stop_unasked(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """Take back the referrals that rest on that; danger and a duty by law still carry theirs."""
    for referral in hold_open_referrals_of(session, person.id):
        override = override_of(session, find_packet(session, referral.id))
        if override is not None and override.reason is OverrideReason.CANNOT_BE_ASKED:
            withdraw_referral(session, referral_id=referral.id, by=by, now=now)
