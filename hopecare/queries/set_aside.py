"""Which pairs staff called unsuitable lately, in one statement however many are asked about."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from models import MatchAppeal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

SET_ASIDE_FOR: Final = timedelta(days=30)
"""A pair that staff called unsuitable is neither proposed nor asked by a wave for so long."""


def set_aside_of(
    session: Session, residents: Select[Any] | Sequence[UUID], *, now: datetime
) -> Mapping[UUID, frozenset[UUID]]:
    """Give, by resident, the volunteers of whom staff said lately that they do not suit."""
    pairs = session.execute(
        select(MatchAppeal.resident_id, MatchAppeal.helper_id).where(
            MatchAppeal.resident_id.in_(residents),
            MatchAppeal.by_staff.is_(True),
            MatchAppeal.made_at > now - SET_ASIDE_FOR,
        )
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for resident_id, helper_id in pairs:
        found[resident_id].add(helper_id)
    return {resident_id: frozenset(helpers) for resident_id, helpers in found.items()}


def was_set_aside_since(
    session: Session, *, resident_id: UUID, helper_id: UUID, since: datetime
) -> bool:
    """Say whether staff have called the two unsuitable since then."""
    said = select(MatchAppeal.id).where(
        MatchAppeal.resident_id == resident_id,
        MatchAppeal.helper_id == helper_id,
        MatchAppeal.by_staff.is_(True),
        MatchAppeal.made_at >= since,
    )
    return session.scalars(said.limit(1)).first() is not None
