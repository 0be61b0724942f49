"""Somebody is asked to look in, and answers: whether they go, and what they found."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


class LookInAnswer(StrEnum):
    """What a helper or keyholder answers."""

    GOING = "going"
    CANNOT = "cannot"
    FOUND_WELL = "found_well"
    NEEDS_HELP = "needs_help"
    """Or nobody opens: either way somebody on duty has to hear of it now."""


class SkipReason(StrEnum):
    """Why somebody who would be next is not asked."""

    NO_CONSENT = "no_consent"
    """The resident has not agreed that this person hears of it."""
    NO_TELEPHONE = "no_telephone"
    NOT_SAFE = "not_safe"
    """A note on safety forbids to write to them, and to ring."""
    SEEN_WELL = "seen_well"
    """Another one was there and found them well: nobody else is sent."""
    VISIT_UNSAFE = "visit_unsafe"
    """A note on safety says that nobody may contact the resident: a visit could harm them."""
    SUSPENDED = "suspended"
    REFUSED = "refused"
    """The resident would rather not have this volunteer."""
    RESTS = "rests"
    """They said that they rest: nobody asks them until then."""


KEYS: Final[Mapping[str, LookInAnswer]] = MappingProxyType(
    {
        "1": LookInAnswer.GOING,
        "2": LookInAnswer.CANNOT,
        "3": LookInAnswer.FOUND_WELL,
        "4": LookInAnswer.NEEDS_HELP,
    }
)
"""By a key in a call, and by the same sign in a text."""
MEANINGS: Final[Mapping[LookInAnswer, ReplyMeaning]] = MappingProxyType(
    {
        LookInAnswer.GOING: ReplyMeaning.YES,
        LookInAnswer.CANNOT: ReplyMeaning.NO,
        LookInAnswer.FOUND_WELL: ReplyMeaning.FINE,
        LookInAnswer.NEEDS_HELP: ReplyMeaning.HELP,
    }
)
"""How each stands among everything that came in."""
WERE_THERE: Final = (LookInAnswer.FOUND_WELL, LookInAnswer.NEEDS_HELP)
_WORDS: Final = {
    LookInAnswer.GOING: frozenset({"1번", "going", "yes", "y", "네", "예", "갈게요", "가요"}),
    LookInAnswer.CANNOT: frozenset({"2번", "no", "n", "cannot", "아니요", "아니오", "못가요"}),
    LookInAnswer.FOUND_WELL: frozenset({"3번", "fine", "무사해요", "괜찮아요"}),
    LookInAnswer.NEEDS_HELP: frozenset({"4번", "help", "도와주세요"}),
}


def answer_meant(meaning: ReplyMeaning) -> LookInAnswer:
    """Give the answer that stands so among what came in."""
    return next(answer for answer, each in MEANINGS.items() if each is meaning)


def read_look_in_answer(body: str) -> LookInAnswer | None:
    """Say what one whole, known word answers; None for the rest, which a person reads."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    words = re.sub(r"[^\w\s]|_", " ", plain).split()
    if len(words) != 1:
        return None
    known = (answer for answer, each in _WORDS.items() if words[0] in each)
    return KEYS.get(words[0]) or next(known, None)


def asks_to_look_in(kind: MessageKind, *, slot_id: UUID | None, alert_id: UUID | None) -> bool:
    """Say whether words ask somebody to look in; staff are told of an alert."""
    return kind is MessageKind.ALERT and slot_id is not None and alert_id is None
