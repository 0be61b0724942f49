"""How often one token may ask: counted in this process's memory, said in every answer.

Each process counts for itself: with four of them a token may come to four times the rate. That is
enough for what it is for, which is one system gone wild, and needs no other server.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from flask import current_app
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from hopecare.errors import RateLimitedError
from hopecare.extensions import desk
from hopecare.web.request_facts import once_a_request

if TYPE_CHECKING:
    from flask import Response

COUNTER: Final = "hopecare.api_rate"
_STATE: Final = "api_rate"


def count(caller: str) -> None:
    """Count one request of this caller; refuse what is over the rate of a minute."""
    limit = RateLimitItemPerMinute(desk().settings.api_per_minute)
    counter = _counter()
    is_within = counter.hit(limit, caller)
    reset_at, remaining = counter.get_window_stats(limit, caller)
    seconds = max(1, math.ceil(reset_at - time.time()))
    _state()[""] = (limit.amount, remaining, seconds)
    if not is_within:
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


def _state() -> dict[str, tuple[int, int, int]]:
    """What was counted in this request; empty where nothing is."""
    return once_a_request(_STATE, dict)


def _counter() -> FixedWindowRateLimiter:
    found = current_app.extensions.get(COUNTER)
    if found is None:
        found = current_app.extensions[COUNTER] = FixedWindowRateLimiter(MemoryStorage())
    return found
