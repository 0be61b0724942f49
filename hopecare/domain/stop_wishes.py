"""Hears a plain wish for no more texts that is on no list of words, in Korean and English.

The whole of a short text has to say it: "not today", a reason or a condition is left to a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 8
"""Words: whoever writes more says more than that."""
_FIRST: Final = (
    r"(?:제발|부탁인데|이제는?|이젠|앞으로는?|더이상은?|더는|저한테|저에게|다시는|그냥|좀)*"
)
_WHAT: Final = r"(?:안부)?(?:문자|연락|전화|메시지|메세지|카톡)(?:메시지)?[는은를을도]?"
_PLEASE: Final = (
    r"(?:요|줘|줘요|주세요|주십시오|주시\w{0,5}|세요|십시오|시기바랍니다|달라\w{0,4}|"
    r"면좋겠\w{0,4})?"
)
_STOP: Final = rf"그만좀?(?:(?:해|하|보내|주|걸어){_PLEASE})?"
_DO_NOT: Final = r"(?:하|보내|주|걸)지좀?(?:마|말아)\w{0,5}"
_ASKED: Final = r"(?:요청|신청|부탁|희망|바라|바랍|바람)\w{0,6}"
_END: Final = rf"(?:중단|중지|해지|거부)좀?(?:{_ASKED}|(?:해|하){_PLEASE})?"
_KOREAN: Final = re.compile(
    rf"{_FIRST}(?:{_WHAT}{_FIRST}(?:{_STOP}|{_DO_NOT}|{_END}|안보내{_PLEASE})"
    rf"|그만좀?(?:보내|연락해|연락하){_PLEASE}|보내지좀?(?:마|말아)\w{{0,5}}|(?:수신)?{_END})"
)
_TEXTS: Final = r"(?:texts?|text messages?|messages?|sms|contact)"
_LIST: Final = r"(?:from|off) (?:(?:the|your|this) )?(?:mailing |text )?list"
_ENGLISH: Final = re.compile(
    rf"(?:(?:no more|no further)(?: {_TEXTS})?|i want no more {_TEXTS}"
    rf"|(?:remove|take|delete) me(?: {_LIST})?|(?:remove|delete) my number(?: {_LIST})?"
    r"|stop (?:sending|texting|messaging|contacting|writing)(?: (?:to )?me)?"
    rf"(?: (?:these )?{_TEXTS})?"
    r"|(?:do not|don t|dont) (?:text|message|contact|write to|send) ?(?:me)?"
    rf"(?: (?:any )?{_TEXTS})?"
    rf"|i (?:do not|don t|dont) want (?:any |these |your )?(?:more )?{_TEXTS})"
    r"(?: any ?more| ever| again| now)*"
)


def wishes_no_texts(words: Sequence[str]) -> bool:
    """Whether these words, without those that only are polite, wish for no more texts."""
    if not 0 < len(words) <= LONGEST:
        return False
    is_korean = _KOREAN.fullmatch("".join(words)) is not None
    return is_korean or _ENGLISH.fullmatch(" ".join(words)) is not None
