"""Ask neighbours for a need until somebody says yes, wave after wave, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.open_asking import open_asking
from hopecare.services.plan_asking import plan_asking
from hopecare.services.refuse_pointless_asking import refuse_pointless_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking


def begin_asking(
    session: Session, *, need_id: UUID, by: Actor, now: datetime, not_before: datetime | None = None
) -> Asking:
    """Take up the asking and ask the first wave at once; one that runs already asks its next.

    With `not_before` nobody is asked until then, unless somebody begins it anew.
    """
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    refuse_pointless_asking(session, case, need, now=now)
    asking = open_asking(session, case, need, by=by, now=now)
    plan_asking(session, asking, need, case.urgency, next_wave_at=not_before or now)
    session.flush()
    if not_before is None:
        ask_next_wave(session, asking_id=asking.id, by=by, now=now)
    return asking
