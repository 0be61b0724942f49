"""Reads what people write or press back, in Korean and English.

Only whole, known words answer a question; anything unsure stays unclear and a person reads it. A
call for help is heard in any sentence, whatever else stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.codes import read_code, resembles_code
from hopecare.domain.distress import calls_for_help, is_at_limit
from hopecare.domain.going_words import plain_words
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.stop_wishes import wishes_no_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

_STOP = (
    "stop stopall unsubscribe end quit cancel revoke optout 수신거부 수신거부합니다 문자그만 그만 "
    "그만보내세요 그만보내주세요 문자그만보내세요 보내지마세요 보내지말아주세요 문자보내지마세요 "
    "수신거부요 수신거부해요 수신거부해주세요 무료수신거부 거부 그만요 그만해요 그만해주세요 "
    "문자그만보내주세요 문자중단 중단 해지 stoptexting stoptextingme donttextme "
    "수신거부부탁드립니다 수신거부부탁드려요 수신거부부탁해요 수신거부부탁합니다 수신거부바랍니다 "
    "수신거부해줘 수신거부할게요 수신거부하겠습니다 수신거부원합니다 수신거부신청합니다 "
    "보내지마 보내지마요 문자보내지마 문자보내지마요 문자보내지말아요 문자보내지말아주세요 "
    "문자보내지마십시오 더이상문자보내지마세요 이제문자보내지마세요 문자그만보내 그만보내 "
    "문자안받을게요 문자안받겠습니다 중지 중지요 중지해주세요 중지부탁드립니다 문자중지 "
    "문자중지해주세요 문자중지부탁드립니다 문자중단해주세요 중단해주세요 "
    "stopsendingmessages stopsendingmemessages stopsendingtexts stopsendingmetexts "
    "stopsendingtextmessages stopsendingmetextmessages stopmessagingme stopmessaging "
    "stopmessages stopthemessages stopthesemessages stoptexts stopthetexts stopthesetexts "
    "unsubscribeme nomoretexts nomoremessages nomoretextmessages donttextmeagain "
    "donttextmeanymore donotmessageme donotmessage dontmessageme donottextme "
    "dontsendmemessages dontsendmetexts donotsendmemessages donotsendmetexts"
)
_START = "start unstop 수신동의 다시 다시받기 다시받을게요 다시보내주세요 문자다시보내주세요"
_AGAIN = ("다시", "다시보내주세요")
_HELP = (
    "2 2번 2번요 2번이요 2번입니다 2입니다 help call 도와주세요 도와줘 도움 전화주세요 "
    "전화해주세요 살려주세요 살려줘 아파요"
)
_FINE = "1 1번 1번요 1번이요 1번입니다 1입니다 일번"
_WELL = (
    "ok okay fine good alright allright allgood allfine alliswell allswell doingwell doingfine "
    "imok imokay imfine imgood imwell imalright imallright imdoingwell imdoingfine imverywell "
    "iamok iamokay iamfine iamgood iamwell iamalright iamallright iamdoingwell iamdoingfine "
    "iamverywell wereok werefine weareok weareokay wearefine wearewell wearebothfine werebothfine "
    "wearebothok werebothok bothfine "
    "괜찮아 괜찮아요 괜찮습니다 괜찮다 괜찮네요 좋아요 좋습니다 잘지내 잘지내요 잘지냅니다 "
    "잘지내고있어 잘지내고있어요 잘지내고있습니다 잘있어 잘있어요 잘있습니다 별일없어요 "
    "별일없습니다 아무일없어요 아무일없습니다 무사합니다 건강합니다"
)
"""How somebody is, said as a whole; no number, and no word that only agrees."""
_AGREED = ("네네", "네", "예", "넵", "응", "yes", "yeah", "yep")
"""May stand before how they are; alone it is no word of how: yes to what?"""
_TODAY = ("오늘도", "오늘은", "오늘", "저는", "전", "today")
_AT_LIMIT = "3 3번 3번요 3번이요 3번입니다 3입니다 삼번 못하겠어요 더는못하겠어요 힘들어요"
_YES = "yes y 네 네네 예 넵 응 할게요 맡을게요 갈게요"
_NO = "no n 아니요 아니오 아뇨 못해요 어려워요"

WORDS: Final[Mapping[ReplyMeaning, frozenset[str]]] = MappingProxyType(
    {
        ReplyMeaning.STOP: frozenset(_STOP.split()),
        ReplyMeaning.START: frozenset(_START.split()),
        ReplyMeaning.HELP: frozenset(_HELP.split()),
        ReplyMeaning.FINE: frozenset([*_FINE.split(), *_WELL.split()]),
        ReplyMeaning.CANNOT_ANY_MORE: frozenset(_AT_LIMIT.split()),
        ReplyMeaning.YES: frozenset(_YES.split()),
        ReplyMeaning.NO: frozenset(_NO.split()),
        ReplyMeaning.LATER: frozenset({"later", "나중에", "이따가"}),
    }
)
ANSWERS: Final = (ReplyMeaning.YES, ReplyMeaning.NO)
WELL: Final = frozenset(_WELL.split())
_POLITE: Final = frozenset(
    ["please", "thanks", "thank", "you", "감사합니다", "고마워요", "감사해요"]
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply means, and the code it names, if any."""

    meaning: ReplyMeaning
    code: str | None = None
    is_sentence: bool = False
    """A call for help was heard in a sentence: it counts at once, and a person reads the rest."""
    slipped: bool = False
    """A yes or a no beside a code that cannot be one: nothing is guessed, but they hear so."""


def read_reply(body: str) -> Reply:
    """Say what was meant. A stop counts only alone: beside a call for help, help is what counts."""
    tokens = words_of(body)
    codes = [code for token in tokens if (code := read_code(token)) is not None]
    words = [token for token in tokens if read_code(token) is None]
    meaning = _meaning("".join(words))
    code = codes[0] if len(codes) == 1 else None
    heard = _heard(body) if meaning is ReplyMeaning.UNCLEAR else None
    if heard is not None:
        return Reply(heard, code, is_sentence=True)
    slipped = code is None and _has_slipped(words)
    meant = _all_saying(words) if meaning is ReplyMeaning.UNCLEAR else meaning
    if meant is ReplyMeaning.UNCLEAR and not codes and wishes_no_texts(words):
        return Reply(ReplyMeaning.STOP)
    return Reply(meant, code, slipped=slipped)


def may_mean_a_question(body: str) -> bool:
    """Whether a word for texts to come again may as well ask to hear a question again."""
    return "".join(words_of(body)) in _AGAIN


def words_of(body: str) -> list[str]:
    """The words of a reply, in one form, without those that only are polite."""
    return [token for token in plain_words(body) if token not in _POLITE]


def _has_slipped(words: list[str]) -> bool:
    """Whether it is a yes or a no with a code that was mistyped."""
    others = [word for word in words if not resembles_code(word)]
    return len(others) < len(words) and _meaning("".join(others)) in ANSWERS


def _heard(body: str) -> ReplyMeaning | None:
    """What a sentence cries out, if it does."""
    plain = " ".join(plain_words(body))
    if calls_for_help(plain):
        return ReplyMeaning.HELP
    return ReplyMeaning.CANNOT_ANY_MORE if is_at_limit(plain) else None


def _all_saying(words: list[str]) -> ReplyMeaning:
    """The one meaning of words that all say the same: "1 괜찮아요"."""
    meanings = {_meaning(word) for word in words}
    return meanings.pop() if len(meanings) == 1 else ReplyMeaning.UNCLEAR


def _meaning(word: str) -> ReplyMeaning:
    """The meaning of one known word."""
    found = (meaning for meaning, words in WORDS.items() if word in words)
    return next(found, ReplyMeaning.FINE if _says_well(word) else ReplyMeaning.UNCLEAR)


def _says_well(words: str) -> bool:
    """Whether nothing but how well they are is left, once a yes and the day are taken away."""
    for before in (_AGREED, _TODAY):
        first = next((each for each in before if words.startswith(each)), "")
        words = words.removeprefix(first)
    return words.removesuffix("today") in WELL
