"""What a plan of check-ins may ask, and which wording says it.

Each way of asking is a wording of its own: its rehearsal is looked at before a plan says it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from hopecare.domain.check_ins import AnswererKind, QuestionCode
from hopecare.language.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Asking(NamedTuple):
    """One question: to the resident and to a carer, the first time and once more."""

    resident: Text
    carer: Text
    resident_again: Text
    carer_again: Text


ASKED_AS: Final[Mapping[QuestionCode, Asking]] = MappingProxyType(
    {
        QuestionCode.WELLBEING: Asking(
            Text.CHECK_IN,
            Text.CHECK_IN_CARER,
            Text.CHECK_IN_REPEAT,
            Text.CHECK_IN_REPEAT_CARER,
        ),
        QuestionCode.MEALS: Asking(
            Text.CHECK_IN_MEALS,
            Text.CHECK_IN_MEALS_CARER,
            Text.CHECK_IN_REPEAT_MEALS,
            Text.CHECK_IN_REPEAT_MEALS_CARER,
        ),
        QuestionCode.MEDICINE: Asking(
            Text.CHECK_IN_MEDICINE,
            Text.CHECK_IN_MEDICINE_CARER,
            Text.CHECK_IN_REPEAT_MEDICINE,
            Text.CHECK_IN_REPEAT_MEDICINE_CARER,
        ),
        QuestionCode.WARMTH: Asking(
            Text.CHECK_IN_WARMTH,
            Text.CHECK_IN_WARMTH_CARER,
            Text.CHECK_IN_REPEAT_WARMTH,
            Text.CHECK_IN_REPEAT_WARMTH_CARER,
        ),
    }
)
QUESTIONS: Final = frozenset(text for asking in ASKED_AS.values() for text in asking)
"""Every wording that asks how somebody is."""
TO_CARERS: Final = frozenset(
    text for asking in ASKED_AS.values() for text in (asking.carer, asking.carer_again)
)
_CODES: Final[Mapping[str, QuestionCode]] = MappingProxyType(
    {text.value: code for code, asking in ASKED_AS.items() for text in asking}
)


def question_said(wording: str | None) -> QuestionCode | None:
    """What was asked in a wording as a message keeps it; None where it asks nothing by name."""
    named, _, _ = (wording or "").partition("@")
    return _CODES.get(named)


def question_to(
    answer_of: AnswererKind,
    question: QuestionCode = QuestionCode.WELLBEING,
    *,
    again: bool = False,
) -> Text:
    """The check-in's question: a carer is also asked whether they can go on."""
    asking = ASKED_AS[question]
    if answer_of is AnswererKind.RESIDENT:
        return asking.resident_again if again else asking.resident
    return asking.carer_again if again else asking.carer
