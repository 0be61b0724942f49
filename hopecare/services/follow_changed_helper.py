"""A volunteer offers something else now: what they are asked and lies outside it is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.offers import StandDownCause
from hopecare.queries.own_limits import THEIR_LIMITS, is_beyond
from hopecare.queries.yes_rules import rules_broken_by
from hopecare.services.let_go_offers import let_go_offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need, VolunteerProfile


def follow_changed_helper(  # noqa: PLR0913  which need, how they were asked, what they offer now
    session: Session,
    case: Case,
    need: Need,
    before: AskedBefore,
    *,
    profile: VolunteerProfile,
    was_beyond: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Let go what is outside only since they said so, and ask the others; what they hold goes on.

    Whom staff asked past a limit that stood there already is asked still.
    """
    helper_id = profile.person_id
    standing = [each for each in before.offers if each.status is OfferStatus.STANDING]
    if not standing:
        return
    broken = rules_broken_by(session, need, [helper_id], now=now)[helper_id]
    is_outside = bool((broken - before.broken[helper_id]) & THEIR_LIMITS)
    if not is_outside and (was_beyond or not is_beyond(session, profile, need)):
        return
    cause = StandDownCause.HELPER_CHANGED
    let_go_offers(session, case, need, standing, cause=cause, by=by, now=now)
