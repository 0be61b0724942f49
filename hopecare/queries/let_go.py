"""Who said yes first to what takes two, and was let go because no second was found.

They did nothing but say yes: their accepted offer holds no place any more, and refuses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.domain.care_path import AskingStatus
from hopecare.domain.offers import TaskEnd
from models import Asking, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def let_go_offers(session: Session, needs: Select[Any] | Sequence[UUID]) -> frozenset[UUID]:
    """Name the accepted offers of these needs whose task ended with the time of the asking."""
    ended = (
        select(Task.offer_id)
        .join(Asking, (Asking.need_id == Task.need_id) & (Asking.ended_at == Task.ended_at))
        .where(
            Task.need_id.in_(needs),
            Task.ended_by == TaskEnd.STOPPED,
            Asking.status == AskingStatus.EXPIRED,
            Task.offer_id.is_not(None),
        )
    )
    return frozenset(offer_id for offer_id in session.scalars(ended) if offer_id is not None)
