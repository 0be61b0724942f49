"""What somebody on duty answers to an alert: they take it, or it goes on to the next."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.codes import read_code
from hopecare.domain.states import AlertStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID


class AlertAnswer(StrEnum):
    """What was answered."""

    TAKE = "take"
    PASS_ON = "pass_on"  # noqa: S105  no password


class AlertResult(StrEnum):
    """What an answer came to; each has its own true sentence."""

    YOURS = "yours"
    TAKEN = "taken"
    """Somebody else has it."""
    ENDED = "ended"
    PASSED_ON = "passed_on"
    NOBODY_LEFT = "nobody_left"
    """Everybody who may take it was told: it still waits."""


KEYS: Final = {"1": AlertAnswer.TAKE, "2": AlertAnswer.PASS_ON}
_WHO: Final = ("", "제가", "저도", "제가요", "우리가", "저희가")
_WHEN: Final = ("", "지금", "바로", "지금바로", "곧", "곧바로", "금방")
_WILL: Final = (
    "갈게요 갈께요 갑니다 가요 가겠습니다 가볼게요 가보겠습니다 가고있어요 가고있습니다 "
    "가는중입니다 가는중이에요 출발합니다 출발했어요 출발했습니다 할게요 할께요 하겠습니다 "
    "맡을게요 맡을께요 맡습니다 맡겠습니다 맡았습니다 "
    "전화해볼게요 전화해보겠습니다 확인할게요 확인하겠습니다"
)
_TAKES: Final = (
    "1 1번 1번요 1번이요 1번입니다 1입니다 일번 yes y yeah yep 네 네네 예 넵 넹 ack acknowledged "
    "gotit igotit ivegotit ihavegotit ihaveit takeit itakeit illtakeit iwilltakeit takingit "
    "imtakingit onit imonit iamonit onmyway imonmyway iamonmyway omw going imgoing iamgoing illgo "
    "iwillgo illdoit iwilldoit willdo illcallthem illcallher "
    "illcallhim iwillcallthem iwillcallher iwillcallhim"
)
_PASSES: Final = (
    "2 2번 2번요 2번이요 2번입니다 2입니다 no n nope 아니요 아니오 아뇨 다음 다음분 다음분께 "
    "못가요 못갑니다 못가겠어요 못가겠습니다 갈수없어요 갈수없습니다 못해요 못합니다 "
    "할수없어요 할수없습니다 안돼요 안됩니다 어려워요 어렵습니다 cannot cant icannot icant "
    "cannotgo cantgo icannotgo icantgo icannotdoit icantdoit cantdoit cannotdoit cannottakeit "
    "canttakeit icannottakeit icanttakeit passon passiton pass notme"
)
_BESIDE: Final = (
    "지금 지금은 저는 전 제가 바로 곧 오늘은 now today please thanks thank you thankyou 감사합니다"
)
_AGREES: Final = "ok okay sure alright 알겠어요 알겠습니다 알았어요 알았습니다"
_REGRETS: Final = "sorry imsorry iamsorry 죄송합니다 죄송해요 죄송하지만 미안합니다 미안해요"
_WORDS: Final[Mapping[AlertAnswer, frozenset[str]]] = MappingProxyType(
    {
        AlertAnswer.TAKE: frozenset(
            [
                *_TAKES.split(),
                *(who + when + will for who in _WHO for when in _WHEN for will in _WILL.split()),
            ]
        ),
        AlertAnswer.PASS_ON: frozenset(_PASSES.split()),
    }
)
_AROUND: Final[Mapping[AlertAnswer, frozenset[str]]] = MappingProxyType(
    {
        AlertAnswer.TAKE: frozenset([*_BESIDE.split(), *_AGREES.split()]),
        AlertAnswer.PASS_ON: frozenset([*_BESIDE.split(), *_REGRETS.split()]),
    }
)
"""May stand beside an answer, and is none by itself: "ok" may only say that it was read."""
LONGEST: Final = 12
"""Words in an answer, and in one phrase of it: whoever writes more says more than that."""


def read_alert_answer(body: str) -> AlertAnswer | None:
    """Say what is answered, beside the code it may name; None for the rest.

    Every word has to belong to the one answer: a no, a condition or a question anywhere leaves it
    to a person. So whoever cannot go never takes an alert.
    """
    plain = unicodedata.normalize("NFKC", body).casefold()
    if "?" in plain:
        return None
    tokens = re.sub(r"[^\w\s]|_", " ", plain).split()
    words = [token for token in tokens if read_code(token) is None]
    if not 0 < len(words) <= LONGEST:
        return None
    return next((answer for answer in AlertAnswer if _says_only(words, answer)), None)


def _says_only(words: Sequence[str], answer: AlertAnswer) -> bool:
    """Whether known phrases of this answer, and what may stand beside them, are all there is."""
    said: dict[int, bool] = {0: False}
    for end in range(1, len(words) + 1):
        for start in [each for each in said if each < end]:
            phrase = "".join(words[start:end])
            if phrase in _WORDS[answer]:
                said[end] = True
            elif phrase in _AROUND[answer]:
                said[end] = said.get(end, False) or said[start]
    return said.get(len(words), False)


HOW_PREFIX: Final = "how_alert:"
"""Begins the key of the text that says how an alert is taken, to whoever was not understood."""


def told_key(alert_id: UUID, person_id: UUID, *, again: datetime | None = None) -> str:
    """Name the one text by which somebody is told of an alert, each time it goes round.

    `again` is when it was taken up the time before.
    """
    return f"alert:{alert_id}:{person_id}{round_mark(again)}"


def round_mark(again: datetime | None) -> str:
    """Say which time an alert goes round, in the name of whatever is said once a time."""
    return f":{again.isoformat()}" if again else ""


def rung_key(alert_id: UUID, person_id: UUID, *, again: datetime | None = None) -> str:
    """Name the one call by which somebody is rung about it."""
    return f"{told_key(alert_id, person_id, again=again)}:rung"


def result_for(status: AlertStatus, *, taker_id: UUID | None, person_id: UUID) -> AlertResult:
    """Say how an alert that was taken up or ended stands for one of those who were told."""
    if status is AlertStatus.RESOLVED:
        return AlertResult.ENDED
    return AlertResult.YOURS if taker_id == person_id else AlertResult.TAKEN
