"""Let a report from the public page in, unless its network has just sent a flood of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.public_reports import A_WHILE, is_let_in
from hopecare.domain.urgency import judge_urgency
from hopecare.errors import TooManyTriesError
from models import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.services.report_need import Told


def let_in_report(
    session: Session, told: Told, *, visitor: Sequence[str], key: str, town_id: UUID, now: datetime
) -> None:
    """Count the report for this visitor's network; refuse it where there were too many.

    The network's name changes with the day: `visitor` has today's, then that of a while ago.
    """
    lately = select(func.count(Operation.id)).where(
        Operation.actor.in_(visitor), Operation.at > now - A_WHILE
    )
    urgency = judge_urgency(told.answers).urgency
    if not is_let_in(urgency, sent_lately=session.scalar(lately) or 0):
        raise TooManyTriesError(visitor="public_page")
    session.add(
        Operation(town_id=town_id, actor=visitor[0], key=key, request_hash="", at=now, outcome={})
    )
