"""Make a draft again of a broadcast that cannot be begun: nobody was told anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import STOPPED_BY
from hopecare.queries.broadcasts import broadcast_alone, forget_group
from hopecare.services.finish_run import finish_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import NotBegun


def refuse_broadcast(session: Session, *, broadcast_id: UUID, why: NotBegun, now: datetime) -> None:
    """Let go of what was kept of its group, and say why on its page and in its run."""
    broadcast = broadcast_alone(session, broadcast_id)
    if not broadcast.is_planned_now:
        return
    forget_group(session, broadcast_id)
    if broadcast.run_id is not None:
        result = {STOPPED_BY: why.value}
        finish_run(session, run_id=broadcast.run_id, result=result, now=now, failed=True)
    broadcast.sent_at = broadcast.sent_by_id = broadcast.run_id = broadcast.seen = None
    broadcast.not_begun = why
    session.flush()
