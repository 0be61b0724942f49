"""What a reply means: words or a pressed key, in Korean and English."""

from __future__ import annotations

from enum import StrEnum


class ReplyMeaning(StrEnum):
    """What a person meant."""

    FINE = "fine"
    HELP = "help"
    STOP = "stop"
    """No more texts, please; care goes on."""
    START = "start"
    YES = "yes"
    NO = "no"
    LATER = "later"
    CANNOT_ANY_MORE = "cannot_any_more"
    """A carer is at the end of their strength."""
    UNCLEAR = "unclear"
    """A person must read it."""
