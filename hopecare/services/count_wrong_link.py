"""Count an address that leads nowhere for the network it was tried from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import func, select

from hopecare.domain.answer_links import A_WHILE, TRIES_AN_HOUR
from hopecare.errors import TooManyTriesError
from models import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def count_wrong_link(
    session: Session, *, visitor: Sequence[str], town_id: UUID, now: datetime
) -> None:
    """Write the try down, or refuse where there were too many: then nothing more is written.

    The network's name changes with the day: `visitor` has today's, then that of a while ago. A
    right address always opens: people of one telephone company share a network.
    """
    names = [f"wrong_link:{each}" for each in visitor]
    lately = select(func.count(Operation.id)).where(
        Operation.actor.in_(names), Operation.at > now - A_WHILE
    )
    if (session.scalar(lately) or 0) >= TRIES_AN_HOUR:
        raise TooManyTriesError(visitor="link")
    tried = Operation(
        town_id=town_id, actor=names[0], key=uuid4().hex, request_hash="", at=now, outcome={}
    )
    session.add(tried)
