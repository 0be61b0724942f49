"""When the provider is asked about words it took and never spoke of again: its word got lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from hopecare.domain.states import MessageStatus

UNHEARD_OF: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT)
"""What the provider has, and has not said the last word about."""


@dataclass(frozen=True, slots=True)
class Asking:
    """From which age on it is asked, and how long it is left alone between two askings."""

    after: timedelta
    every: timedelta


ASKED: Final = (
    # Networks answer within seconds, a slow one within minutes: after ten a word got lost.
    Asking(timedelta(minutes=10), timedelta(hours=1)),
    Asking(timedelta(hours=2), timedelta(hours=4)),
    # So long Twilio keeps a text in its line; what it says then is nearly always the last.
    Asking(timedelta(hours=10), timedelta(hours=12)),
)
"""The younger the sooner: who was not reached this morning is rung this morning."""
SILENT_FOR: Final = timedelta(minutes=5)
"""One the provider could not answer for is left alone so long, whatever its age."""
NO_MORE_AFTER: Final = timedelta(hours=36)
"""Some networks never say that a text arrived; they are not asked for ever."""
