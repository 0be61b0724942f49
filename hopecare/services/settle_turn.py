"""A person has looked at an answer that turned, and says what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import StaleVersionError
from hopecare.queries.screening import turn_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.screening import TurnDone
    from models import ScreeningTurn


def settle_turn(  # noqa: PLR0913  which row as it was read, what was done, in which words
    session: Session,
    *,
    turn_id: UUID,
    version: int,
    done: TurnDone,
    words: str | None,
    by: Actor,
    now: datetime,
) -> ScreeningTurn:
    """Settle it with what was done; refuse where somebody else was first.

    No timeline entry: the new answer stands there already, and what follows from it leaves one.
    """
    turn = turn_by_id(session, turn_id)
    if turn.version != version or turn.settled_at is not None:
        raise StaleVersionError(screening_turn_id=turn_id, version=turn.version)
    turn.settled_at, turn.settled_by_id = now, by.person_id
    turn.done, turn.words = done, words
    session.flush()
    return turn
