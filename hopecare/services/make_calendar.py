"""Give somebody a private calendar address; the one before is revoked. Only its hash is kept."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from hopecare import keyring
from hopecare.passwords import hash_token
from hopecare.services.revoke_calendar import revoke_calendar
from models import CalendarFeed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

KIND: Final = "calendar address"


def make_calendar(session: Session, *, language: str, by: Identity, now: datetime) -> CalendarFeed:
    """Make a new address and revoke the one there was."""
    revoke_calendar(session, by=by, now=now)
    feed = CalendarFeed(
        town_id=by.town_id,
        person_id=by.person_id,
        token_hash="",
        made_at=now,
        language=language,
    )
    feed.token_hash = hash_token(calendar_token(feed))
    session.add(feed)
    session.flush()
    return feed


def calendar_token(feed: CalendarFeed) -> str:
    """Reckon the token of an address, 256 bits under our own key: its owner may see it again.

    After that key was changed it is another one, which opens nothing: then a new one is made.
    """
    secret = bytes.fromhex(keyring.current().blind(KIND, str(feed.id)))
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
