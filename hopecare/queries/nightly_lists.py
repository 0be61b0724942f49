"""Which centres of a town have open needs, and no list of proposals of this morning yet."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.town_settings import NIGHTLY_LIST
from hopecare.queries.batch_needs import lacks_somebody
from hopecare.queries.town_days import town_by_id
from hopecare.town_values import value_here
from models import Case, Need, ProposalList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

ASKED_FROM: Final = time(4)
"""From this hour on: what the evening brought is in it, and it is made before anybody comes."""
ASKED_UNTIL: Final = time(10)
"""Whoever is at work asks for one themself."""


def centres_without_list(
    session: Session, town_id: UUID, *, now: datetime
) -> Sequence[UUID | None]:
    """Give them in the hours before the morning; none where the town has switched it off."""
    town = town_by_id(session, town_id)
    local = now.astimezone(ZoneInfo(town.zone))
    if not ASKED_FROM <= local.time() < ASKED_UNTIL:
        return ()
    if not value_here(session, town, NIGHTLY_LIST, on=local.date())["is_made"]:
        return ()
    since = datetime.combine(local.date(), ASKED_FROM, tzinfo=local.tzinfo)
    have = set(
        session.scalars(
            select(ProposalList.centre_id).where(
                ProposalList.town_id == town_id, ProposalList.asked_at >= since
            )
        )
    )
    lacking = session.scalars(
        select(Case.centre_id)
        .join(Need, Need.case_id == Case.id)
        .where(Case.town_id == town_id, lacks_somebody(today=local.date()))
        .distinct()
        .order_by(Case.centre_id)
    )
    return [centre_id for centre_id in lacking if centre_id not in have]
