"""How often one caller may ask: counted in the database, so that all processes count together.

A process takes a hundredth of the minute at a time, and remembers who is over until the minute
ends: a token costs a write for each hundredth, whatever it asks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flask import current_app

from blueprints.api.shares import Share, Shares
from hopecare.database import TownScope
from hopecare.errors import RateLimitedError
from hopecare.extensions import desk
from hopecare.services.count_request import count_request
from hopecare.web.request_facts import once_a_request

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Response

SHARES: Final = "hopecare.api_shares"
A_MINUTE_HAS: Final = 100
"""So many shares of a minute are there; one process may leave less than one of them unused."""
_STATE: Final = "api_rate"


def count(town_id: UUID, caller: str) -> None:
    """Count one request of this caller; refuse what is over the rate of a minute."""
    limit, now = desk().settings.api_per_minute, desk().clock()
    share = _shares().take_one(caller, now) or _fetch(town_id, caller, limit, now)
    seconds = max(1, math.ceil((share.ends_at - now).total_seconds()))
    _state()[""] = (limit, max(0, share.held) + share.untaken, seconds)
    if share.held < 0:
        raise RateLimitedError(seconds=seconds)


def say_rate(response: Response) -> Response:
    """Say in the answer how much is left, and when there is more."""
    for limit, remaining, seconds in _state().values():
        response.headers["RateLimit-Limit"] = str(limit)
        response.headers["RateLimit-Remaining"] = str(remaining)
        response.headers["RateLimit-Reset"] = str(seconds)
        if response.status_code == 429:  # noqa: PLR2004  too many requests
            response.headers["Retry-After"] = str(seconds)
    return response


def _fetch(town_id: UUID, caller: str, limit: int, now: datetime) -> Share:
    """Take the next share out of the caller's minute, as far as there is something left of it."""
    take = max(1, limit // A_MINUTE_HAS)
    with desk().database.writing(TownScope(town_id)) as session:
        counted = count_request(session, town_id=town_id, caller=caller, take=take, now=now)
    held = min(take, limit - (counted.asked - take))
    untaken = max(0, limit - counted.asked)
    return _shares().add(caller, Share(max(0, held), untaken, counted.ends_at))


def _shares() -> Shares:
    """No more of them than callers that are known: a wrong token is never counted."""
    found: Shares = current_app.extensions.setdefault(SHARES, Shares())
    return found


def _state() -> dict[str, tuple[int, int, int]]:
    """What was counted in this request; empty where nothing is."""
    return once_a_request(_STATE, dict)
