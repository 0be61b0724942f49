"""Words could not be sent: a person rings instead, so that nothing promised is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import HoldReason, MessageKind, MessageStatus
from hopecare.queries.telephones_off import is_always_off
from hopecare.services.owe_right_number import owe_right_number
from hopecare.services.owe_untold import owe_untold
from notifications.port import Failure
from notifications.twilio_codes import codes_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message

RUNG_FOR: Final = frozenset({MessageKind.TASK_DETAILS, MessageKind.NOTICE, MessageKind.ALL_CLEAR})
"""Without an all-clear somebody goes on looking."""
UNREADABLE: Final = "unreadable"
RUNG_FOR_UNREAD: Final = RUNG_FOR | {MessageKind.ALERT, MessageKind.OFFER}
"""Also rung for where the words cannot be read: nothing else tells that they are missing."""
RUNG_FOR_OPTED_OUT: Final = RUNG_FOR | {MessageKind.OFFER}
"""Whoever wants no more texts is still asked to help: on their page, and by telephone."""
KINDS_BY_CODE: Final[dict[str | None, frozenset[MessageKind]]] = {
    UNREADABLE: RUNG_FOR_UNREAD,
    HoldReason.OPTED_OUT.value: RUNG_FOR_OPTED_OUT,
}
NUMBER_FAULTS: Final = frozenset(
    {Failure.BAD_NUMBER.value, Failure.LANDLINE.value, Failure.BLOCKED.value}
)
"""No text will come there, however often it is tried; a telephone that was off is tried again."""
OFF: Final = frozenset({Failure.HANDSET_OFF, Failure.UNREACHABLE})
"""Nothing of the number, unless it is so time after time."""
OFF_CODES: Final = frozenset().union(*map(codes_of, OFF))


def ring_instead(
    session: Session, *, message: Message, code: str | None, by: Actor, now: datetime
) -> None:
    """Owe a call for words somebody counts on; who is told of an alarm is rung at once.

    For a question that others are asked instead, only where the number itself is in doubt.
    """
    if message.kind is MessageKind.OFFER and _is_in_doubt(session, message, code):
        owe_right_number(session, message=message, by=by, now=now)
    if not _is_counted_on(message, code) or code == HoldReason.HAS_DIED.value:
        return
    words = None if code == UNREADABLE else message.body
    owe_untold(session, message=message, words=words, by=by, now=now)


def _is_in_doubt(session: Session, message: Message, code: str | None) -> bool:
    """Whether the number is none, or its telephone is never on."""
    if code not in OFF_CODES or message.contact_point_id is None:
        return code in NUMBER_FAULTS
    return is_always_off(session, message.contact_point_id, codes=OFF_CODES)


def _is_counted_on(message: Message, code: str | None) -> bool:
    """Whether somebody waits for these words: of an alert, staff learn by other ways as well."""
    if message.status is MessageStatus.EXPIRED and message.kind is MessageKind.NOTICE:
        # A knock whose hour has passed is left to its ladder.
        return message.slot_id is None
    looks_in = message.kind is MessageKind.ALERT and message.alert_id is None
    return looks_in or message.kind in KINDS_BY_CODE.get(code, RUNG_FOR)
