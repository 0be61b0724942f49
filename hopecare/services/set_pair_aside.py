"""Set two aside of whom staff said that they do not suit: neither proposed nor asked a while.

What the one is still asked for the other ends at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.cases import case_by_id
from hopecare.services.stand_down_pair import stand_down_pair
from models import MatchAppeal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.proposals import AppealReason
    from models import Proposal, Task


def set_pair_aside(
    session: Session, pair: Proposal | Task, *, reason: AppealReason, by: Actor, now: datetime
) -> MatchAppeal:
    """Write it down; it needs no further look, for staff said it. Running help goes on."""
    resident_id = case_by_id(session, pair.case_id).resident_id
    appeal = MatchAppeal(
        town_id=pair.town_id,
        need_id=pair.need_id,
        case_id=pair.case_id,
        resident_id=resident_id,
        helper_id=pair.helper_id,
        by_staff=True,
        reason=reason,
        made_at=now,
        made_by_id=by.person_id,
        settled_at=now,
        settled_by_id=by.person_id,
    )
    session.add(appeal)
    session.flush()
    # Afterwards: whoever is asked next, it is not they.
    stand_down_pair(session, helper_id=pair.helper_id, resident_id=resident_id, by=by, now=now)
    return appeal
