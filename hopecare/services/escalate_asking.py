"""Tell staff that texts alone will not find anybody in time: a call, with the next five to ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AskingEvent
from hopecare.queries.offers import last_wave
from hopecare.services.move_asking import move_asking
from hopecare.services.owe_unfilled import owe_unfilled

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, CallTask, Case, Need


def escalate_asking(
    session: Session, asking: Asking, case: Case, need: Need, *, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the call once; neighbours are asked on. The caller holds case and need."""
    if asking.escalated_at is not None:
        return None
    move_asking(asking, event=AskingEvent.ESCALATED, now=now)
    asking.escalated_at = now
    session.flush()
    key = f"unfilled:{asking.id}"
    wave = last_wave(session, need.id)
    return owe_unfilled(session, case, need, key=key, wave=wave, by=by, now=now)
