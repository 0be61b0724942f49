"""Which words leave first where our sender cannot take all that is due: each kind with a reason."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class Priority(IntEnum):
    """A place in the line at our sender; within one place, what has waited longest goes first."""

    AT_ONCE = 1
    """Somebody may be in danger, or stands and waits for it."""
    ORDINARY = 2
    """The daily work: late it is worth little, but nobody is in danger."""
    AFTERWARDS = 3
    """Good to hear; nothing is left undone where it comes a little later."""
    TO_MANY = 4
    """So many at once that everything else would stand behind it."""


REASONS: Final[Mapping[MessageKind, tuple[Priority, str]]] = MappingProxyType(
    {
        MessageKind.ALERT: (Priority.AT_ONCE, "somebody may be in danger"),
        MessageKind.ALL_CLEAR: (Priority.AT_ONCE, "whoever was alarmed goes on looking until then"),
        MessageKind.SIGN_IN_CODE: (Priority.AT_ONCE, "somebody waits, and it holds for minutes"),
        MessageKind.CHECK_IN: (Priority.ORDINARY, "too late, it is not asked at all"),
        MessageKind.CHECK_IN_REPEAT: (Priority.ORDINARY, "a rung of the ladder, at its hour"),
        MessageKind.OFFER: (Priority.ORDINARY, "a need stands open until somebody says yes"),
        MessageKind.TASK_DETAILS: (Priority.ORDINARY, "whoever said yes does not know where to go"),
        MessageKind.STAND_DOWN: (Priority.ORDINARY, "somebody may set out for nothing"),
        MessageKind.NOTICE: (Priority.ORDINARY, "one person is told of what concerns them"),
        MessageKind.THANKS: (Priority.AFTERWARDS, "the answer has come in, whatever we say to it"),
        MessageKind.ALERT_NEWS: (Priority.AFTERWARDS, "the alert is in somebody's hands already"),
        MessageKind.BROADCAST: (Priority.TO_MANY, "thousands at once, and it holds for hours"),
        MessageKind.DIGEST: (Priority.TO_MANY, "what it counts is on the page already"),
    }
)
"""Every kind has its place here."""


def priority_of(kind: MessageKind, *, answers_help: bool = False) -> Priority:
    """Give the place of these words; whoever called for help hears at once who calls them."""
    return Priority.AT_ONCE if answers_help else REASONS[kind][0]
