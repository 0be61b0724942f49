"""What became of a text or a call, said in a sentence: whether it left, and why not."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageStatus
from hopecare.language import N_
from hopecare.language.message_words import code_words
from notifications.port import Failure
from notifications.twilio_codes import failure_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader
    from models import Message

_NOT_SENT: Final = N_("not sent")
_DID_NOT_ARRIVE: Final = N_("did not arrive")
_BECAME: Final[Mapping[MessageStatus, str]] = MappingProxyType(
    {
        MessageStatus.PENDING: N_("not sent yet"),
        MessageStatus.SENDING: N_("not sent yet"),
        MessageStatus.ACCEPTED: N_("sent"),
        MessageStatus.SENT: N_("sent"),
        MessageStatus.DELIVERED: N_("arrived"),
        MessageStatus.UNDELIVERED: _DID_NOT_ARRIVE,
        MessageStatus.FAILED: _DID_NOT_ARRIVE,
        MessageStatus.UNKNOWN: N_("sent or not: nobody knows yet"),
        MessageStatus.EXPIRED: _NOT_SENT,
        MessageStatus.STOPPED: _NOT_SENT,
        MessageStatus.HELD: _NOT_SENT,
    }
)
_CALL_BECAME: Final[Mapping[MessageStatus, str]] = MappingProxyType(
    {
        MessageStatus.ACCEPTED: N_("dialled; not known yet whether anybody picked up"),
        MessageStatus.SENT: N_("picked up"),
        MessageStatus.DELIVERED: N_("picked up"),
    }
)
_RANG: Final[Mapping[str, str]] = MappingProxyType(
    {
        Failure.NO_ANSWER.value: N_("nobody picked up"),
        Failure.LINE_BUSY.value: N_("the line was engaged"),
    }
)
_SAYS_WHY: Final = frozenset(
    {
        MessageStatus.UNDELIVERED,
        MessageStatus.FAILED,
        MessageStatus.EXPIRED,
        MessageStatus.STOPPED,
        MessageStatus.HELD,
    }
)
_TOO_LATE: Final = "too_late"


def why_words(code: str | None, reader: Reader) -> str:
    """Say a code in words; a number of the network's has its number beside them."""
    failure = failure_of(code) if code and code.isdigit() else None
    if failure is None or failure is Failure.OTHER:
        return code_words(code, reader)
    return f"{code_words(failure.value, reader)} ({code})"


def fate_words(message: Message, code: str | None, reader: Reader) -> str:
    """Say how it was said and what became of it, as "Text message: not sent. They …"."""
    channel, status, way = message.channel, message.status, reader.label(message.channel)
    if channel is Channel.VOICE and status in _SAYS_WHY and code is not None and code in _RANG:
        return f"{way}: {reader.say(_RANG[code])}"
    by_call = _CALL_BECAME if channel is Channel.VOICE else {}
    became = reader.say(by_call.get(status) or _BECAME[status])
    if status is MessageStatus.EXPIRED and not code:
        code = _TOO_LATE
    why = why_words(code, reader) if status in _SAYS_WHY else ""
    return f"{way}: {became}. {why}" if why else f"{way}: {became}"
