"""Keeps sending to our sender's rate: over all processes by a row, in this one by its own clock."""

from __future__ import annotations

import threading
import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.pacing import Pace
from hopecare.queries.sender_pace import hold_paces, slowest_rates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.jobs.tools import Tools
    from models import SenderPace

RUN_FOR_S: Final = 60.0
"""So long one run goes on while more is due: the health page hears of each run that has ended."""


class Turns:
    """What may be claimed in one transaction, which holds the rows of the sender until it ends."""

    def __init__(
        self, rows: Mapping[Channel, SenderPace], rates: Mapping[Channel, int], now: datetime
    ) -> None:
        """Start from when the sender is free."""
        self._rows, self._rates, self._now = rows, rates, now

    def room(self, channel: Channel, *, most: int) -> int:
        """How many may be claimed now; `most` where nothing paces them."""
        pace = self._pace(channel)
        return most if pace is None else min(most, pace.room(self._now))

    def is_left(self, channel: Channel) -> bool:
        """Whether one more may be claimed: a long text may have taken what was left."""
        return self.room(channel, most=1) > 0

    def take(self, channel: Channel, units: int) -> float:
        """Give the next turn to so many units: how many seconds they wait for it."""
        pace = self._pace(channel)
        if pace is None:
            return 0.0
        leaves_at, after = pace.taking(units, self._now)
        self._rows[channel].free_at = after.free_at
        return (leaves_at - self._now).total_seconds()

    def _pace(self, channel: Channel) -> Pace | None:
        if channel not in self._rates:
            return None
        return Pace(self._rates[channel], self._rows[channel].free_at)


class Pacer:
    """The sender's rates in one run; a channel without one goes as fast as the lines allow."""

    def __init__(self, rates: Mapping[Channel, int] = MappingProxyType({})) -> None:
        """Take units a second by channel."""
        self._rates = rates
        self._lock = threading.Lock()
        self._free_at_s: dict[Channel, float] = {}

    @property
    def is_needed(self) -> bool:
        """Whether anything is paced."""
        return bool(self._rates)

    def turns(self, session: Session, now: datetime) -> Turns | None:
        """Hold the sender for one claim; None where nothing is paced."""
        if not self._rates:
            return None
        return Turns(hold_paces(session, self._rates, now=now), self._rates, now)

    def wait(self, channel: Channel, units: int, *, until_s: float, latest_s: float) -> bool:
        """Wait for one's turn: lines that were all kept waiting must not leave at once.

        False, and no turn is taken, where it would come after `latest_s`.
        """
        rate = self._rates.get(channel)
        if rate is None:
            return True
        with self._lock:
            start = max(time.monotonic(), until_s, self._free_at_s.get(channel, 0.0))
            if start > latest_s:
                return False
            self._free_at_s[channel] = start + units / rate
        time.sleep(max(0.0, start - time.monotonic()))
        return True


def pacer_of(tools: Tools) -> Pacer:
    """Read the rates that hold: what the settings say, else the slowest of the towns' profiles."""
    networks = tools.networks
    rates: dict[Channel, int] = {}
    if networks.follows_profiles:
        with tools.database.reading(AllTowns()) as session:
            rates |= slowest_rates(session)
    rates |= networks.own_rates
    return Pacer({channel: rate for channel, rate in rates.items() if rate})
