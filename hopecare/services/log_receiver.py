"""Log what was done by an office's link: every opening, a machine's too, and what it showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.identity import ReceiverHolder
from hopecare.domain.receiver_links import ReceiverAct
from hopecare.services.refuse_machines_pace import refuse_machines_pace
from models import AccessLogEntry, ReceiverOpening

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ReceiverLink, Referral


def log_receiver(
    session: Session,
    link: ReceiverLink,
    act: ReceiverAct,
    *,
    referral: Referral | None,
    now: datetime,
) -> None:
    """Write it down, with an access log row where somebody is shown; refuse a machine's pace."""
    refuse_machines_pace(session, link, now=now)
    session.add(
        ReceiverOpening(
            town_id=link.town_id,
            link_id=link.id,
            at=now,
            act=act,
            referral_id=referral.id if referral else None,
        )
    )
    if referral is not None and act is ReceiverAct.READ:
        session.add(
            AccessLogEntry(
                town_id=link.town_id,
                at=now,
                actor=ReceiverHolder(link_id=link.id).code,
                account_id=None,
                purpose="referral.answer",
                person_ids=[str(referral.person_id)],
            )
        )
