"""When somebody is asked how they are, and whose answer counts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel

if TYPE_CHECKING:
    from uuid import UUID


class AnswererKind(StrEnum):
    """Whose answer stops the ladder; anybody else's is recorded and does not."""

    RESIDENT = "resident"
    CARER = "carer"
    EITHER = "either"


def is_theirs(
    whose: AnswererKind, *, from_person_id: UUID, resident_id: UUID, asked_person_id: UUID | None
) -> bool:
    """Say whether the answer of this person stops the ladder."""
    match whose:
        case AnswererKind.RESIDENT:
            return from_person_id == resident_id
        case AnswererKind.CARER:
            return from_person_id == asked_person_id
        case AnswererKind.EITHER:
            return from_person_id in (resident_id, asked_person_id)


class AskedBy(StrEnum):
    """Who puts the question."""

    MACHINE = "machine"
    """A text or an automated call, by the plan's channel."""
    KNOCK = "knock"
    """Somebody knocks at the door."""
    NOBODY = "nobody"
    """By the resident's own wish nobody asks."""


class QuestionCode(StrEnum):
    """What a check-in asks; whatever it is, the answers are the same."""

    WELLBEING = "wellbeing"
    MEALS = "meals"
    MEDICINE = "medicine"
    WARMTH = "warmth"


class AskingWay(StrEnum):
    """How a resident wishes to be asked, as a plan says it."""

    SMS = "sms"
    VOICE = "voice"
    KNOCK = "knock"
    NONE = "none"


BY_ITSELF: Final = {AskingWay.SMS: Channel.SMS, AskingWay.VOICE: Channel.VOICE}
"""The ways by which a machine asks."""
_BY: Final = {AskingWay.KNOCK: AskedBy.KNOCK, AskingWay.NONE: AskedBy.NOBODY}


def asked_by(way: AskingWay) -> AskedBy:
    """Say who puts the question in this way."""
    return _BY.get(way, AskedBy.MACHINE)


def way_of(by: AskedBy, channel: Channel) -> AskingWay:
    """Say a plan's way, from who asks and by which channel."""
    ways = {each: way for way, each in _BY.items()}
    return ways.get(by, AskingWay(channel.value))
