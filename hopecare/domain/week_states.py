"""The states and events of one missed week; the moves between them stand in `week_moves.py`."""

from __future__ import annotations

from enum import StrEnum


class MissedWeekStatus(StrEnum):
    """Where it stands that a helper cannot come once."""

    SAID = "said"
    ASKED_BACKUP = "asked_backup"
    ASKED_OTHERS = "asked_others"
    TAKEN = "taken"
    UNFILLED = "unfilled"
    """A person of staff rings; a neighbour may still say yes."""
    CALLED_OFF = "called_off"
    """Nobody has to come instead."""


class MissedWeekEvent(StrEnum):
    """What may happen to a week that is missed."""

    BACKUP_ASKED = "backup_asked"
    OTHERS_ASKED = "others_asked"
    TAKEN = "taken"
    TAKER_LEFT = "taker_left"
    TIME_SHORT = "time_short"
    """Nobody was found in time: staff ring."""
    AGREED_AGAIN = "agreed_again"
    """The resident lets neighbours help again: it is looked for as from the beginning."""
    CALLED_OFF = "called_off"
