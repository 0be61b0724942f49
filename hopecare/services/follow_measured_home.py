"""A home has its point by now: whoever would go farther than they said is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.offers import StandDownCause
from hopecare.queries.yes_rules import rules_broken_by
from hopecare.services.let_go_offers import let_go_offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need


def follow_measured_home(
    session: Session, case: Case, need: Need, before: AskedBefore, *, by: Actor, now: datetime
) -> None:
    """Ask others in the place of whom it is too far only by now; nobody hears of a move.

    Nobody moved: whoever is near enough, or helps already, goes on as before. Whom it was
    too far already, as they go less far since they were asked, is asked still and may say yes.
    """
    standing = [each for each in before.offers if each.status is OfferStatus.STANDING]
    if not standing:
        return
    after = rules_broken_by(session, need, [each.helper_id for each in standing], now=now)
    let_go = [
        each
        for each in standing
        if Rule.TOO_FAR in after[each.helper_id] - before.broken[each.helper_id]
    ]
    cause = StandDownCause.MEASURED
    let_go_offers(session, case, need, let_go, cause=cause, by=by, now=now)
