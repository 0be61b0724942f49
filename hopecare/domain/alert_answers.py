"""What somebody on duty answers to an alert: they take it, or it goes on to the next."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.codes import read_code
from hopecare.domain.going_words import (
    BESIDE_NO,
    BESIDE_YES,
    CANNOT_GO,
    GOES,
    asks_back,
    plain_words,
    said_by_me,
    says_only,
)
from hopecare.domain.states import AlertStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
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
_DO: Final = (
    "할게요 할께요 하겠습니다 맡을게요 맡을께요 맡습니다 맡겠습니다 맡았습니다 "
    "전화해볼게요 전화해보겠습니다 확인할게요 확인하겠습니다"
)
_TAKES: Final = (
    "1 1번 1번요 1번이요 1번입니다 1입니다 일번 yes y yeah yep 네 네네 예 넵 넹 ack acknowledged "
    "gotit igotit ivegotit ihavegotit ihaveit takeit itakeit illtakeit iwilltakeit takingit "
    "imtakingit onit imonit iamonit illdoit iwilldoit willdo illcallthem illcallher "
    "illcallhim iwillcallthem iwillcallher iwillcallhim"
)
_PASSES: Final = (
    "2 2번 2번요 2번이요 2번입니다 2입니다 no n nope 아니요 아니오 아뇨 다음 다음분 다음분께 "
    "cannottakeit canttakeit icannottakeit icanttakeit passon passiton pass"
)
_WORDS: Final[Mapping[AlertAnswer, frozenset[str]]] = MappingProxyType(
    {
        AlertAnswer.TAKE: GOES | said_by_me(_DO) | frozenset(_TAKES.split()),
        AlertAnswer.PASS_ON: CANNOT_GO | frozenset(_PASSES.split()),
    }
)
_BESIDE: Final[Mapping[AlertAnswer, frozenset[str]]] = MappingProxyType(
    {AlertAnswer.TAKE: BESIDE_YES, AlertAnswer.PASS_ON: BESIDE_NO}
)


def read_alert_answer(body: str) -> AlertAnswer | None:
    """Say what is answered, beside the code it may name; None for the rest.

    So whoever cannot go never takes an alert.
    """
    words = [word for word in plain_words(body) if read_code(word) is None]
    if asks_back(body):
        return None
    found = (each for each in AlertAnswer if says_only(words, _WORDS[each], beside=_BESIDE[each]))
    return next(found, None)


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
