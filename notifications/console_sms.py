"""A phone network for development: says on the log that something went out, never to whom or what.

The words themselves are on the handset page, where a newcomer reads them as the person would.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from notifications.port import Answer, SendResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from notifications.port import Heard, Parcel, RangIn, Sighting

log = logging.getLogger(__name__)


class ConsoleNetwork:
    """Takes every text and call and lets none leave the machine."""

    name = "console"

    def __init__(self, kind: str) -> None:
        """Name the kind of thing it carries, for the log: a text or a call."""
        self._kind = kind

    def send(self, parcel: Parcel) -> SendResult:
        """Say that it went out."""
        facts = {"message_id": str(parcel.message_id), "kind": self._kind}
        log.info("kept on this machine, see the handset page", extra=facts)
        return SendResult(answer=Answer.TAKEN, provider_sid=f"console-{parcel.message_id}")

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """Show nothing: what it took is never in doubt."""
        del to, since
        return ()

    def became(self, provider_sid: str) -> Sighting | None:
        """Say nothing: what stayed on this machine went nowhere."""
        del provider_sid
        return None

    def heard(self, *, since: datetime) -> Sequence[Heard]:
        """Show nothing: nobody writes to this machine, but on the handset page."""
        del since
        return ()

    def rang(self, *, since: datetime) -> Sequence[RangIn]:
        """Show nothing: nobody rings this machine."""
        del since
        return ()
