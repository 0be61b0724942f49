"""Messages to many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hopecare.domain.broadcasts import Audience, Moments
from hopecare.services.draft_broadcast import BroadcastWish, draft_broadcast
from tests.factories.towns import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast

WORDS = {"ko": "내일 오후 두 시, 센터에서 김장을 나눠요."}


def a_broadcast(session: Session, by: Identity, *, now: datetime = NOW, **wished: Any) -> Broadcast:
    """A message to the residents of the writer's centre, written and not sent."""
    wish: dict[str, Any] = {
        "audience": Audience.RESIDENTS,
        "reason": "김장 나눔",
        "words": WORDS,
        "moments": Moments(not_before=now, valid_until=now + timedelta(days=1)),
        **wished,
    }
    return draft_broadcast(session, wish=BroadcastWish(**wish), by=by, now=now)
