"""What a process may still answer of each caller's minute: its share, taken some at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from hopecare.services.count_request import A_MINUTE

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Share:
    """How many this process holds, how many nobody has taken yet, and when the minute ends."""

    held: int
    untaken: int
    ends_at: datetime


class Shares:
    """The shares of one process; its threads take from them one at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._of: dict[str, Share] = {}

    def take_one(self, caller: str, now: datetime) -> Share | None:
        """Give the share after one was taken, below nothing where all is over; None: fetch more."""
        with self._lock:
            share = self._of.get(caller)
            if share is None or not now < share.ends_at <= now + A_MINUTE:
                return None
            if share.held < 1 and share.untaken > 0:
                return None
            taken = replace(share, held=share.held - 1)
            if share.held > 0:
                self._of[caller] = taken
            return taken

    def add(self, caller: str, fetched: Share) -> Share:
        """Keep what was fetched beside what another thread fetched meanwhile; take one of it."""
        with self._lock:
            share = self._of.get(caller)
            beside = share.held if share and share.ends_at == fetched.ends_at else 0
            held = fetched.held + beside
            self._of[caller] = replace(fetched, held=max(0, held - 1))
            return replace(fetched, held=held - 1)
