"""Somebody is asked to look in, and answers: whether they go, and what they found."""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import MessageKind
from hopecare.domain.distress import calls_for_help
from hopecare.domain.going_words import (
    BESIDE_NO,
    BESIDE_YES,
    CANNOT_GO,
    GOES,
    asks_back,
    plain_words,
    says_only,
)
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.worry_words import tells_of_death

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
_THANKS: Final = frozenset({"thanks", "thank", "you", "감사합니다", "고마워요", "감사해요"})
_FOUND_WELL: Final = (
    "fine heisfine hesfine sheisfine shesfine theyarefine theyrefine heisok hesok sheisok shesok "
    "theyareok heiswell sheiswell 무사해요 무사합니다 무사하세요 무사하십니다 괜찮아요 괜찮습니다 "
    "괜찮으세요 괜찮으십니다 괜찮으셔요 잘계세요 잘계셔요 잘계십니다"
)
_WORDS: Final[Mapping[LookInAnswer, frozenset[str]]] = MappingProxyType(
    {
        LookInAnswer.NEEDS_HELP: frozenset({"help", "도와주세요"}),
        LookInAnswer.GOING: GOES | {"yes", "y", "네", "네네", "예", "넵"},
        LookInAnswer.CANNOT: CANNOT_GO | {"no", "n", "아니요", "아니오", "아뇨"},
        LookInAnswer.FOUND_WELL: frozenset(_FOUND_WELL.split()),
    }
)
_BESIDE: Final[Mapping[LookInAnswer, frozenset[str]]] = MappingProxyType(
    {
        LookInAnswer.NEEDS_HELP: frozenset(),
        LookInAnswer.GOING: BESIDE_YES,
        LookInAnswer.CANNOT: BESIDE_NO,
        LookInAnswer.FOUND_WELL: BESIDE_YES | {"yes", "네", "예"},
    }
)
_SIGN: Final = re.compile(r"([1-4])(?:번?(?:요|이요|이에요|예요|입니다|임)?)\Z")
_NOBODY_OPENS: Final = re.compile(
    r"(?<!안 )문\s*[이은도]?\s*(?:잠[겨겼기깁]|안\s*열|닫[혀혔])"
    r"|(?:문|초인종)\s*[을에도]?\s*안\s*(?:열|나|받)|(?:열어|나와|나오)\s*(?:주지|보지|지)\s*(?:를\s*)?않"
    r"|안\s*(?:계[세셔십신]|나오|열어)|아무도\s*(?:없|안)"
    r"|(?:대답|응답|기척|인기척|반응)\s*[이도은을]?\s*(?:없|안)"
    r"|\b(?:nobody|no ?one|no body) (?:is |s )?(?:open|answer|there|home|in\b|here|came|comes)"
    r"|\bno (?:answer|response|reply)\b"
    r"|\b(?:not|doesn ?t|didn ?t|isn ?t|won ?t|wouldn ?t) (?:open|answer|respond)"
    r"|\bdoors? (?:(?:is|was|s|still) )*(?:locked|shut)\b|\blocked door\b"
)
_STAYS_AWAY: Final = re.compile(r"못\s*[가갑]|갈\s*수\s*없|\b(?:can ?t|cannot|can not|not)\b")


def answer_meant(meaning: ReplyMeaning) -> LookInAnswer:
    """Give the answer that stands so among what came in."""
    return next(answer for answer, each in MEANINGS.items() if each is meaning)


def read_look_in_answer(body: str) -> LookInAnswer | None:
    """Say what these words answer; None for the rest, which a person reads.

    Trouble is heard in any sentence, rather once too often than not at all. A number at the
    beginning decides where no other stands; else every word has to belong to the one answer.
    """
    words = plain_words(body)
    plain = " ".join(words)
    signed = _signed(words)
    if signed is LookInAnswer.NEEDS_HELP or is_trouble(plain):
        return LookInAnswer.NEEDS_HELP
    if asks_back(body) or (signed is LookInAnswer.GOING and _STAYS_AWAY.search(plain)):
        return None
    if signed is not None:
        return signed
    found = (each for each in LookInAnswer if says_only(words, _WORDS[each], beside=_BESIDE[each]))
    return next(found, None)


def is_trouble(plain: str) -> bool:
    """Whether nobody opens, needs help or has died, in lower case without punctuation."""
    is_shut = _NOBODY_OPENS.search(plain) is not None
    return is_shut or calls_for_help(plain) or tells_of_death(plain)


def says_more_than_a_sign(body: str) -> bool:
    """Whether words stand around the answer that a person should read too."""
    words = plain_words(body)
    known = (says_only(words, _WORDS[each], beside=_BESIDE[each]) for each in LookInAnswer)
    return not any(known) and not is_sign_alone(body)


def is_sign_alone(body: str) -> bool:
    """Whether it is a number and nothing else; thanks beside it say no more."""
    words = [word for word in plain_words(body) if word not in _THANKS]
    return len(words) == 1 and _signed(words) is not None


def is_sign_with_please(body: str) -> bool:
    """Whether it is a number with nothing but a please or thanks: it answers whoever asked.

    What is asked for with it, a person reads.
    """
    words = [word for word in plain_words(body) if word not in _THANKS | {"please"}]
    return len(words) == 1 and _signed(words) is not None


def is_signed(body: str) -> bool:
    """Whether it answers by a number at its beginning."""
    return _signed(plain_words(body)) is not None


def _signed(words: Sequence[str]) -> LookInAnswer | None:
    """The answer whose number stands first and alone: "4번이요", "4 the door is locked"."""
    first = _SIGN.match(words[0]) if words else None
    others = any(letter.isdigit() for word in words[1:] for letter in word)
    return KEYS[first[1]] if first and not others else None


def asks_to_look_in(kind: MessageKind, *, slot_id: UUID | None, alert_id: UUID | None) -> bool:
    """Say whether words ask somebody to look in; staff are told of an alert."""
    return kind is MessageKind.ALERT and slot_id is not None and alert_id is None
