"""Which telephones were looked at on this screen, and when: a cookie, never a row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import request

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

COOKIE: Final = "handset_seen"
KEPT: Final = 60
_ID_SIGNS: Final = 8


def seen_at(person_id: UUID) -> datetime | None:
    """Say when this telephone was last looked at here; None for never."""
    seconds = _seen().get(_short(person_id))
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def note_seen(response: Response, person_id: UUID, *, now: datetime) -> Response:
    """Note that this telephone is being looked at; the oldest looks are forgotten."""
    seen = _seen()
    seen.pop(_short(person_id), None)
    last = [*seen.items(), (_short(person_id), int(now.timestamp()) + 1)][-KEPT:]
    kept = ".".join(f"{person}{seconds:x}" for person, seconds in last)
    response.set_cookie(COOKIE, kept, path="/handset", httponly=True, samesite="Lax")
    return response


def _seen() -> dict[str, int]:
    """Read the cookie; what is no look is left out."""
    looks = request.cookies.get(COOKIE, "").split(".")[-KEPT:]
    return {look[:_ID_SIGNS]: int(look[_ID_SIGNS:], 16) for look in looks if _is_look(look)}


def _is_look(look: str) -> bool:
    digits = look[_ID_SIGNS:]
    return 0 < len(digits) <= _ID_SIGNS and all(sign in "0123456789abcdef" for sign in digits)


def _short(person_id: UUID) -> str:
    """The random end of a key."""
    return person_id.hex[-_ID_SIGNS:]
