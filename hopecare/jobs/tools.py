"""What every job is given: the database, the phone networks and a clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hopecare.clock import Clock
    from hopecare.database import Database
    from notifications.routing import Networks


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The tools of one worker process."""

    database: Database
    networks: Networks
    clock: Clock
    webhooks_to_private: bool = False
    """Whether events may go to addresses of an own network, and without TLS."""
