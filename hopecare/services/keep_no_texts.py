"""What was wished at a number before it was noted holds on; another way is to be agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.replies import TextsStoppedBy
from hopecare.services.set_texts_wish import set_texts_wish

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.wishes_of_numbers import NoTexts
    from models import ContactPoint


def keep_no_texts(
    session: Session, *, point: ContactPoint, wish: NoTexts, by: Actor, now: datetime
) -> None:
    """Let no text leave to it; a call is owed, and whoever is on duty knows.

    It is no news to the person, but to us.
    """
    stopped_by = wish.stopped_by or TextsStoppedBy.STAFF
    set_texts_wish(session, point=point, stops=True, asked_by=stopped_by, by=by, now=now)
    point.opted_out_at, point.opted_out_by = wish.at, wish.stopped_by
