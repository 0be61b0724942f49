"""What somebody on duty answers to an alert: they take it, or it goes on to the next."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.codes import read_code
from hopecare.domain.states import AlertStatus

if TYPE_CHECKING:
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
_WORDS: Final = {
    AlertAnswer.TAKE: frozenset({"1", "1번", "yes", "y", "네", "예", "넵", "맡습니다", "맡을게요"}),
    AlertAnswer.PASS_ON: frozenset({"2", "2번", "no", "n", "아니요", "아니오", "다음"}),
}


def read_alert_answer(body: str) -> AlertAnswer | None:
    """Say what one whole, known word answers, beside the code it may name; None for the rest."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    tokens = re.sub(r"[^\w\s]|_", " ", plain).split()
    words = [token for token in tokens if read_code(token) is None]
    if len(words) != 1:
        return None
    return next((answer for answer, known in _WORDS.items() if words[0] in known), None)


def told_key(alert_id: UUID, person_id: UUID) -> str:
    """Name the one text by which somebody is told of an alert."""
    return f"alert:{alert_id}:{person_id}"


def rung_key(alert_id: UUID, person_id: UUID) -> str:
    """Name the one call by which somebody is rung about it."""
    return f"alert:{alert_id}:{person_id}:rung"


def result_for(status: AlertStatus, *, taker_id: UUID | None, person_id: UUID) -> AlertResult:
    """Say how an alert that was taken up or ended stands for one of those who were told."""
    if status is AlertStatus.RESOLVED:
        return AlertResult.ENDED
    return AlertResult.YOURS if taker_id == person_id else AlertResult.TAKEN
