"""What was asked suits some no more, for a reason: they are let go, others are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StandDownCause
from hopecare.queries.askings import find_live_asking
from hopecare.services.follow_unfilled import follow_unfilled
from hopecare.services.plan_asking import plan_asking
from hopecare.services.stand_down_offer import stand_down_offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def let_go_offers(  # noqa: PLR0913  of which need, whom, and why
    session: Session,
    case: Case,
    need: Need,
    offers: Sequence[Offer],
    *,
    cause: StandDownCause = StandDownCause.CHANGED,
    by: Actor,
    now: datetime,
) -> None:
    """Stand them down kindly, as it is another thing for them now; the caller holds the need."""
    for offer in offers:
        stand_down_offer(session, case, offer, cause=cause, by=by, now=now)
    if offers:
        _go_on(session, case, need, offers, by=by, now=now)


def _go_on(
    session: Session,
    case: Case,
    need: Need,
    offers: Sequence[Offer],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """The next wave is due now, where one follows; otherwise a person is owed the call."""
    session.flush()
    asking = find_live_asking(session, need.id, alone=True)
    if asking is not None:
        plan_asking(session, asking, need, case.urgency, next_wave_at=now)
        return
    wave = max(offer.wave for offer in offers)
    follow_unfilled(session, case, need, wave=wave, by=by, now=now)
