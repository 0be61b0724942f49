"""Words in which somebody says that they go somewhere, or cannot, in Korean and English.

Every word of a text has to belong to the one answer: a no, a condition or a question anywhere
leaves it to a person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_WHO: Final = ("", "제가", "저도", "제가요", "우리가", "저희가")
_WHEN: Final = ("", "지금", "바로", "지금바로", "곧", "곧바로", "금방")
_GO: Final = (
    "갈게요 갈께요 갑니다 가요 가겠습니다 가볼게요 가보겠습니다 가고있어요 가고있습니다 "
    "가는중입니다 가는중이에요 출발합니다 출발했어요 출발했습니다"
)
_GOES: Final = (
    "onmyway imonmyway iamonmyway omw going goingnow imgoing iamgoing illgo iwillgo willgo "
    "illgonow iwillgonow"
)
_CANNOT_GO: Final = (
    "못가요 못갑니다 못가겠어요 못가겠습니다 갈수없어요 갈수없습니다 못해요 못합니다 "
    "할수없어요 할수없습니다 안돼요 안됩니다 어려워요 어렵습니다 cannot cant icannot icant "
    "cannotgo cantgo icannotgo icantgo icannotdoit icantdoit cantdoit cannotdoit notme"
)
_BESIDE: Final = (
    "지금 지금은 저는 전 제가 바로 곧 오늘은 now today please thanks thank you thankyou 감사합니다"
)
_AGREES: Final = "ok okay sure alright 알겠어요 알겠습니다 알았어요 알았습니다"
_REGRETS: Final = "sorry imsorry iamsorry 죄송합니다 죄송해요 죄송하지만 미안합니다 미안해요"


def said_by_me(endings: str) -> frozenset[str]:
    """Give Korean phrases with who does it and when before them, joined as we compare them."""
    return frozenset(
        who + when + ending for who in _WHO for when in _WHEN for ending in endings.split()
    )


GOES: Final = said_by_me(_GO) | frozenset(_GOES.split())
CANNOT_GO: Final = frozenset(_CANNOT_GO.split())
BESIDE_YES: Final = frozenset([*_BESIDE.split(), *_AGREES.split()])
BESIDE_NO: Final = frozenset([*_BESIDE.split(), *_REGRETS.split()])
"""May stand beside an answer, and is none by itself: "ok" may only say that it was read."""
LONGEST: Final = 12
"""Words in an answer, and in one phrase of it: whoever writes more says more than that."""


def plain_words(body: str) -> list[str]:
    """The words of a text, without punctuation, in lower case, in one form of their letters."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    return re.sub(r"[^\w\s]|_", " ", plain).split()


def asks_back(body: str) -> bool:
    """Whether a question stands in it: "1?" is not yet an answer."""
    return "?" in unicodedata.normalize("NFKC", body)


def says_only(words: Sequence[str], phrases: Collection[str], *, beside: Collection[str]) -> bool:
    """Whether known phrases of an answer, and what may stand beside them, are all there is."""
    if not 0 < len(words) <= LONGEST:
        return False
    said: dict[int, bool] = {0: False}
    for end in range(1, len(words) + 1):
        for start in [each for each in said if each < end]:
            phrase = "".join(words[start:end])
            if phrase in phrases:
                said[end] = True
            elif phrase in beside:
                said[end] = said.get(end, False) or said[start]
    return said.get(len(words), False)
