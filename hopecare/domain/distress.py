"""Hears a call for help inside a sentence, in Korean and English.

It would rather ring once too often than not at all: a person reads the words in any case. Only
what plainly is no call, such as an offer to help or thanks for help, is taken out first.
"""

from __future__ import annotations

import re
from typing import Final

_KOREAN: Final = (
    r"도와\s*주(?!셔서|신|셨)",
    r"도와\s*줘(?!서)",
    r"도와\s*달라",
    r"도움\s*[이을]?\s*(?:필요|요청|좀|청합)",
    r"살\s*려",
    r"넘\s*어\s*[졌져지]",
    r"쓰\s*러\s*[졌져지]",
    r"다[쳤쳐]",
    r"아\s*파(?!트)",
    r"아\s*픕",
    r"아픈\s*데",
    r"숨\s*(?:이|을|못|쉬|차)",
    r"(?<!커)피\s*가?\s*나",
    r"못\s*(?:움직|일어)",
    r"움직일\s*수",
    r"어지러",
    r"구급|응급|위급",
    r"죽(?:을\s*(?:것|거|만큼)|고\s*싶|겠)",
    r"전화\s*(?:좀\s*)?(?:주세요|주십시오|해\s*주|부탁)",
    r"(?<![가-힣])안\s*괜찮",
    r"괜찮지\s*(?:가\s*)?(?:않(?![을나겠])|못)",
    r"(?:몸|건강|컨디션)\s*[이가은도]?\s*(?:(?:너무|많이|좀|영|별로)\s*)?안\s*좋",
    r"의사\s*(?:선생님?)?\s*[이가]?\s*필요",
)
_HOW: Final = (
    r"(?:(?:at all|very|really|so|too|feeling|doing) )*"
    r"(?:ok|okay|fine|well|good|alright|all right)"
)
_ENGLISH: Final = (
    r"\bhelp\b",
    r"\bsos\b",
    r"\b(?:call|ring|phone) (?:me|us)\b",
    r"\bplease (?:call|ring|phone)\b",
    r"\b(?:fell|fallen)\b",
    r"\b(?:hurts?|hurting|injured|bleeding|unconscious|dizzy)\b",
    r"\bpain\b",
    r"\b(?:can ?t|cannot|can not) (?:breathe|move|get up|stand)\b",
    r"\b(?:ambulance|emergency|dying)\b",
    r"\b(?:want|going) to die\b",
    r"\bneeds? (?:to see )?(?:a |the |my )?(?:doctor|nurse|paramedic)\b",
    rf"\b(?:i|we|he|she|they) (?:am|m|are|re|is|s) not {_HOW}\b(?! (?:with|at|enough|for))",
    r"\b(?:do not|don ?t) feel (?:(?:very|so|too|at all) )*(?:ok|okay|fine|well|good|right)\b",
    rf"\A(?:(?:no|im|am) )?not {_HOW}(?: today| please| thanks| thank you)?\Z",
)
_NUMBERS: Final = (r"(?<!\d)(?:119|112|911|999)(?!\d)",)
CALLS: Final = re.compile("|".join((*_KOREAN, *_ENGLISH, *_NUMBERS)))

NO_CALLS: Final = re.compile(
    r"\b(?:i|we) (?:can|could|will|ll|would (?:like|love) to|d (?:like|love) to|"
    r"(?:am|m|are|re) (?:glad|happy|able) to)(?: gladly| happily)? help\b(?! me| us)"
    r"|\b(?:glad|happy) to help\b(?! me| us)"
    r"|\bthank(?:s| you)(?: very much| so much)? for (?:your |the |all (?:your|the) )?help\b"
    r"|\bno (?:more )?pain\b|안\s*아[파픕]"
    r"|(?:일|날|때|시간|주|오전|오후)(?:은|엔|에는)\s+안\s*괜찮"
    r"|\b(?:do not|don ?t|no) need (?:to see )?(?:a |the )?(?:doctor|nurse|paramedic)\b"
    r"|\b(?:do not|don ?t|never|no need to) (?:call|ring|phone)(?: me| us)?\b"
)
"""An offer of help, thanks for help, an hour that does not suit, or the wish not to be rung."""

AT_LIMIT: Final = re.compile(
    r"더\s*는?\s*못|더\s*이상\s*못|못\s*(?:버티|견디)"
    r"|\b(?:can ?t|cannot|can not) (?:go on|cope|do this any ?more|take any more)\b"
)
"""A carer at the end of their strength."""


def calls_for_help(plain: str) -> bool:
    """Whether somebody calls for help in these words, given in lower case without punctuation."""
    return CALLS.search(NO_CALLS.sub(" ", plain)) is not None


def is_at_limit(plain: str) -> bool:
    """Whether somebody says in these words that they cannot go on."""
    return AT_LIMIT.search(plain) is not None
