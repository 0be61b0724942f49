"""One centre answers for the one person two records become, with whatever is owed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.bring_owed_along import Along, bring_owed_along
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.set_noted import Noted, set_noted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.merge_views import MergeView


def gather_in_centre(
    session: Session, view: MergeView, *, noted: Noted, by: Actor, now: datetime
) -> None:
    """Give the person, and all that is open about them, to the centre of the case.

    Whoever steers the case reads the person and everything owed to them; without a case that goes
    on the centre of the record that stays does.
    """
    set_noted(noted, view.kept.person, centre_id=view.centre_id)
    hand_over_responsibility(session, view.kept.person, now=now)
    along = Along(
        person_ids=view.ids,
        case_id=view.case.id if view.case else None,
        centre_id=view.centre_id,
    )
    bring_owed_along(session, along, noted=noted, by=by, now=now)
    session.flush()
