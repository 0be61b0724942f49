"""Reads a yes or a no to what a check-in asks beside how somebody is, in Korean and English.

Only whole, known words count here as well, and only beside the question they answer. Whatever says
both, or says what will be and not what is, stays for a person.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Said(NamedTuple):
    """How one question is answered: what may stand before, and the words of a yes and of a no."""

    about: tuple[str, ...]
    yes: frozenset[str]
    no: frozenset[str]


def _said(about: str, *, yes: str, no: str) -> _Said:
    """A no may begin with "not yet"; a yes may not."""
    nos = no.split()
    yet = (first + each for first in ("아직은", "아직") for each in nos)
    return _Said(tuple(about.split()), frozenset(yes.split()), frozenset((*nos, *yet)))


_AGREED: Final = ("네네", "네", "예", "넵", "응", "yes", "yeah", "yep", "yup", "y")
_DENIED: Final = ("아니요", "아니오", "아뇨", "아니", "nope", "no", "n")
"""The longer ones first: each is taken away as a whole."""
_BEFORE: Final = "오늘은 오늘도 오늘 저는 전 방금 지금 이제 아까 벌써 이미"
_WHEN: Final = tuple(_BEFORE.split())
_WHO: Final = ("둘다", "두분다", "우리둘다", "우리는", "다", "잘")
_AFTER: Final = ("today", "already", "yet")
_DONE: Final = (
    "했어요 했어 했습니다 했음 했네요 하셨어요 하셨습니다 먹었어요 먹었어 먹었습니다 먹었음 "
    "먹었네요 먹었지요 먹었죠 먹음 챙겨먹었어요 챙겨먹었습니다 드셨어요 드셨습니다 "
    "idid ihave wedid wehave wehaveboth webothdid webothhave alldone done"
)
_NOT_DONE: Final = (
    "아직 아직이요 아직요 아직이에요 아직입니다 안했어요 안했어 안했습니다 못했어요 못했어 "
    "못했습니다 안먹었어요 안먹었어 안먹었습니다 못먹었어요 못먹었어 못먹었습니다 안먹음 못먹음 "
    "먹지않았어요 먹지않았습니다 먹지못했어요 먹지못했습니다 안드셨어요 못드셨어요 안드셨습니다 "
    "못드셨습니다 notyet ididnt ididnot didnt ihavent ihavenot havent wedidnt wedidnot wehavent "
    "wehavenot ihaventyet ihavenotyet"
)
_ATE: Final = "iate weate ihaveeaten iveeaten wehaveeaten weveeaten wehavebotheaten eaten ate"
_NOT_ATE: Final = (
    "굶었어요 굶었습니다 ihaventeaten ihavenoteaten wehaventeaten wehavenoteaten ididnteat "
    "ididnoteat noteaten"
)
_TOOK: Final = "itook itookit itookthem ivetakenit ihavetakenit ivetakenthem ihavetakenthem taken"
_NOT_TOOK: Final = (
    "ididnttakeit ididnottakeit ihaventtakenit ihavenottakenit ididnttakethem ididnottakethem "
    "ihaventtakenthem ihavenottakenthem nottaken iforgot forgot 깜빡했어요 깜박했어요 잊었어요 "
    "잊어버렸어요"
)
_COMFORTABLE: Final = (
    "따뜻해요 따뜻해 따뜻합니다 따뜻하네요 따듯해요 따듯합니다 안추워요 안추워 안춥습니다 "
    "춥지않아요 춥지않습니다 안더워요 안더워 안덥습니다 덥지않아요 덥지않습니다 시원해요 "
    "시원합니다 지낼만해요 지낼만합니다 지낼만하네요 적당해요 적당합니다 "
    "notcold nothot itis comfortable itscomfortable itiscomfortable warmenough "
    "itswarmenough itiswarmenough"
)
_UNCOMFORTABLE: Final = (
    "추워요 추워 춥습니다 춥네요 추워서힘들어요 더워요 더워 덥습니다 덥네요 "
    "itisnt itisnot itsnot cold hot toocold toohot itscold itshot itiscold itishot itstoocold "
    "itstoohot itistoocold itistoohot imcold imhot iamcold iamhot notcomfortable "
    "itsnotcomfortable itisnotcomfortable notwarmenough"
)
_SAID: Final[Mapping[QuestionCode, _Said]] = MappingProxyType(
    {
        QuestionCode.MEALS: _said(
            "식사는 식사를 식사도 식사 밥은 밥을 밥도 밥",
            yes=f"{_DONE} {_ATE}",
            no=f"{_NOT_DONE} {_NOT_ATE}",
        ),
        QuestionCode.MEDICINE: _said(
            "약은 약을 약도 약",
            yes=f"{_DONE} {_TOOK}",
            no=f"{_NOT_DONE} {_NOT_TOOK}",
        ),
        QuestionCode.WARMTH: _said(
            "집안이 집안은 집이 집은 방이 방은 너무 많이 좀 조금",
            yes=_COMFORTABLE,
            no=_UNCOMFORTABLE,
        ),
    }
)
"""How somebody is, is no question of yes or no: yes to what?"""
_NOT_SO: Final = frozenset(
    ["아니에요", "아니예요", "아닙니다", "안그래요", "그렇지않아요", "못해요", "어려워요"]
)
"""A no to any of them."""
_INDEED: Final = frozenset(["그럼요", "그렇습니다", "물론이죠", "물론이지요", "ofcourse"])
"""A yes to any of them."""


def answer_to(question: QuestionCode, body: str) -> ReplyMeaning | None:
    """Say which of the two answers it is: a yes is well, a no is a call; None where it is neither.

    A no after a yes is a no: "yes, not yet". A yes after a no is both, and a person reads it; so
    is what asks back: "yes?" has not understood us.
    """
    said = _SAID.get(question)
    if said is None or "?" in unicodedata.normalize("NFKC", body):
        return None
    whole = "".join(words_of(body))
    agreed, after_yes = _without(whole, _AGREED)
    denied, after_no = _without(whole, _DENIED)
    if any(_is_in(said.no | _NOT_SO, each, said) for each in (whole, after_yes, after_no)):
        return ReplyMeaning.HELP
    if any(_is_in(said.yes | _INDEED, each, said) for each in (whole, after_yes)):
        return ReplyMeaning.FINE
    if agreed and not after_yes:
        return ReplyMeaning.FINE
    return ReplyMeaning.HELP if denied and not after_no else None


def _is_in(known: frozenset[str], words: str, said: _Said) -> bool:
    """Whether it is one of these words, with or without when, who and what it is about."""
    last = next((each for each in _AFTER if words.endswith(each)), "")
    for before in ((), _WHEN, _WHO, said.about, _WHO):
        words = _without(words, before)[1]
        if words in known or words.removesuffix(last) in known:
            return True
    return False


def _without(words: str, before: tuple[str, ...]) -> tuple[str, str]:
    """The first of these that stands before, and what is left without it."""
    first = next((each for each in before if words.startswith(each)), "")
    return first, words.removeprefix(first)
