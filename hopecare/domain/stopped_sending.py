"""While a town has stopped everything that leaves: what goes all the same, and who is rung."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

STILL_LEAVES: Final = frozenset({MessageKind.SIGN_IN_CODE})
"""A stop must not lock out those who can end it. A code leaves only when somebody asks for it."""
ASKS: Final = frozenset({MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT})
RUNG_FOR: Final = ASKS | {
    MessageKind.ALERT,
    MessageKind.TASK_DETAILS,
    MessageKind.NOTICE,
    MessageKind.ALL_CLEAR,
}
"""Words somebody counts on today: where they do not leave, a person rings."""
LOOKS_AHEAD: Final = (timedelta(hours=1), timedelta(hours=4))
"""How far ahead it is said what will be too late."""


def is_held(
    status: MessageStatus, kind: MessageKind, channel: Channel, *, stopped: Collection[Channel]
) -> bool:
    """Whether a message waits for the stop of these channels to end."""
    waits = status is MessageStatus.PENDING and channel in stopped
    return waits and kind not in STILL_LEAVES


def channels_stopped(stops: Iterable[Channel | None]) -> frozenset[Channel]:
    """Say which channels stand still; a stop without a channel is one of all."""
    found = set(stops)
    return frozenset(Channel) if None in found else frozenset(each for each in found if each)
