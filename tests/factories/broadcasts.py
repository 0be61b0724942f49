"""Messages to many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hopecare.domain.broadcasts import Audience, Moments, NotBegun
from hopecare.services.draft_broadcast import BroadcastWish, draft_broadcast
from hopecare.services.keep_broadcast_people import keep_broadcast_people
from hopecare.services.plan_broadcast import plan_broadcast
from hopecare.services.promise_broadcast import promise_broadcast
from tests.factories.towns import NOW

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

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


def lay(session: Session, broadcast_id: UUID, *, now: datetime = NOW) -> None:
    """What the worker does of a small one that was sent, in one transaction."""
    people = plan_broadcast(session, broadcast_id=broadcast_id, now=now)
    assert not isinstance(people, NotBegun)
    keep_broadcast_people(session, broadcast_id=broadcast_id, people=people, is_last=True, now=now)
    promise_broadcast(session, broadcast_id=broadcast_id, now=now)
