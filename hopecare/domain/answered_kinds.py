"""Which kinds of question words may answer, before it is known which of them stand open."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import read_alert_answer
from hopecare.domain.look_ins import read_look_in_answer
from hopecare.domain.replies import DISTRESS, ReplyMeaning
from hopecare.domain.reply_words import ANSWERS

if TYPE_CHECKING:
    from hopecare.domain.reply_words import Reply

CHECK_IN_ANSWERS: Final = (ReplyMeaning.FINE, *DISTRESS)
"""What says how somebody is; anything else is no answer to that."""


class AnsweredKind(Enum):
    """What we ask by a text."""

    CHECK_IN = auto()
    OFFER = auto()
    ALERT = auto()
    LOOK_IN = auto()


def answered_kinds(body: str, reply: Reply) -> frozenset[AnsweredKind]:
    """Say which kinds of question these words would answer; a slip in a code was meant for one."""
    answers = {
        AnsweredKind.CHECK_IN: reply.meaning in CHECK_IN_ANSWERS,
        AnsweredKind.OFFER: reply.meaning in ANSWERS or reply.slipped,
        AnsweredKind.ALERT: read_alert_answer(body) is not None,
        AnsweredKind.LOOK_IN: read_look_in_answer(body) is not None,
    }
    return frozenset(kind for kind, is_answered in answers.items() if is_answered)
