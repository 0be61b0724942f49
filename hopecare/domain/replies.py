"""What a reply means: words or a pressed key, in Korean and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


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


WISHES: Final = (ReplyMeaning.STOP, ReplyMeaning.START)
"""About texts to a telephone; no answer to anything."""
DISTRESS: Final = (ReplyMeaning.HELP, ReplyMeaning.CANNOT_ANY_MORE)
"""A call for help, as far as a machine can hear."""


class NothingToDo(StrEnum):
    """Why whoever read it found nothing to do."""

    ONLY_THANKS = "only_thanks"
    SETTLED_ALREADY = "settled_already"
    """Somebody has spoken with them, or it is written down elsewhere."""
    WRONG_NUMBER = "wrong_number"
    """Meant for somebody else than us."""
    ADVERTISING = "advertising"
    NOT_READABLE = "not_readable"
    """Nobody can tell what it says, and whoever sent it was asked or cannot be."""


class TextsStoppedBy(StrEnum):
    """How texts to a telephone came to be stopped; what lets them start again must match."""

    TEXT = "text"
    """They wrote it, and may write that they come again."""
    NETWORK = "network"
    """The network says so: it hears what people write before we do."""
    STAFF = "staff"
    """Somebody was told so; only a person lets texts come again."""


_BY_WRITING = (TextsStoppedBy.TEXT, TextsStoppedBy.NETWORK)


def may_start_again(stopped_by: TextsStoppedBy | None, asked_by: TextsStoppedBy) -> bool:
    """Whether texts come again: what was stopped in a text, by a text; a person lets any come."""
    return asked_by is TextsStoppedBy.STAFF or stopped_by in _BY_WRITING
