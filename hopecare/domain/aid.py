"""Aid, and the regular help of others: what is given, and who told us of it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

MOST_MINOR: Final = 10**11
"""More than one aid is ever worth, in the smallest unit: what is above is a slip of the hand."""


LONGEST_BACK: Final = timedelta(days=366)
"""How long ago something may have been given that is written down now: an older day is a slip."""


class AidKind(StrEnum):
    """By what a need was met, where no neighbour of ours gave the help."""

    GOODS = "goods"
    MONEY = "money"
    GROUP = "group"
    """A group of volunteers came: their time, not a thing."""


class AidMistake(StrEnum):
    """Why what was written down as given is taken back."""

    NOT_GIVEN = "not_given"
    """It did not come, or it came back."""
    OTHER_HOME = "other_home"
    """It went to somebody else."""
    WRITTEN_TWICE = "written_twice"
    WRITTEN_WRONG = "written_wrong"
    """The day, the worth or the source was not so; it is written down anew."""


CAME_ALL_THE_SAME: Final = frozenset({AidMistake.WRITTEN_TWICE, AidMistake.WRITTEN_WRONG})
"""Mistakes of writing: nobody is without what they needed."""


class ToldBy(StrEnum):
    """Where we know from that another body helps."""

    RESIDENT = "resident"
    FAMILY = "family"
    THE_BODY = "the_body"
    VOLUNTEER = "volunteer"
    SEEN = "seen"
    """Somebody of ours saw it."""


class DoubleEnd(StrEnum):
    """How the same help twice on one day was settled."""

    WANTED = "wanted"
    """Both are wanted: they need it twice, or it is no burden."""
    NOT_THE_SAME = "not_the_same"
    """It only looks the same: another meal, another hour."""
    WILL_CHANGE = "will_change"
    """One of the two will change the day, as agreed."""


class NoteMark(StrEnum):
    """What a helper's note is: seen with their own eyes, or what they think."""

    FACT = "fact"
    IMPRESSION = "impression"
