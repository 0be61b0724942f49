"""Let the links of a referral open until its office has said what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.receiver_links import links_of, opens_until

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Referral


def lengthen_links(session: Session, referral: Referral, *, now: datetime) -> None:
    """Those that open now, and never for shorter; what was closed or is over stays so."""
    until = opens_until(session, referral.town_id, referral.answer_due_on, now=now)
    for link in links_of(session, referral):
        if link.revoked_at is None and now < link.expires_at < until:
            link.expires_at = until
    session.flush()
