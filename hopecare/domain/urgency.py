"""How soon somebody must act; judged from a few declared questions, never from free text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Urgency(StrEnum):
    """How soon somebody must act."""

    CRISIS = "crisis"
    """Help first, check after."""
    SOON = "soon"
    ORDINARY = "ordinary"


class TriageAnswer(StrEnum):
    """What is known about one question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class TriageCode(StrEnum):
    """The questions, in the order they are asked: the gravest first."""

    DANGER_TO_LIFE = "danger_to_life"
    VIOLENCE = "violence"
    ALONE_UNABLE = "alone_unable"
    """A child, or somebody who cannot care for themself, is alone now."""
    NO_FOOD_HEAT_MEDICINE = "no_food_heat_medicine"
    """Nothing to eat, no heating in the cold, or no medicine they need, today."""
    EARNER_LOST = "earner_lost"
    """The main earner died, is gone, or can no longer earn."""
    HOME_LOSS = "home_loss"
    """They have lost their home, or will within days."""
    UTILITIES_CUT = "utilities_cut"
    ALONE_AND_ILL = "alone_and_ill"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageQuestion:
    """One question and what each answer weighs."""

    code: TriageCode
    on_yes: Urgency
    on_unknown: Urgency = Urgency.ORDINARY
    """Where not knowing is itself a reason to look soon."""
    calls_emergency: bool = False
    """A yes shows the emergency number before anything else."""


TRIAGE_QUESTIONS: Final = (
    TriageQuestion(
        code=TriageCode.DANGER_TO_LIFE,
        on_yes=Urgency.CRISIS,
        on_unknown=Urgency.SOON,
        calls_emergency=True,
    ),
    TriageQuestion(
        code=TriageCode.VIOLENCE,
        on_yes=Urgency.CRISIS,
        on_unknown=Urgency.ORDINARY,
        calls_emergency=True,
    ),
    TriageQuestion(code=TriageCode.ALONE_UNABLE, on_yes=Urgency.CRISIS, on_unknown=Urgency.SOON),
    TriageQuestion(
        code=TriageCode.NO_FOOD_HEAT_MEDICINE, on_yes=Urgency.CRISIS, on_unknown=Urgency.SOON
    ),
    TriageQuestion(code=TriageCode.EARNER_LOST, on_yes=Urgency.CRISIS),
    TriageQuestion(code=TriageCode.HOME_LOSS, on_yes=Urgency.CRISIS),
    TriageQuestion(code=TriageCode.UTILITIES_CUT, on_yes=Urgency.SOON),
    TriageQuestion(code=TriageCode.ALONE_AND_ILL, on_yes=Urgency.SOON),
)
"""Asked of whoever reports, by anybody who takes a report; all may stay unanswered."""

_GRAVITY: Final[Mapping[Urgency, int]] = MappingProxyType(
    {Urgency.ORDINARY: 0, Urgency.SOON: 1, Urgency.CRISIS: 2}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyReason:
    """One answer that counted."""

    code: TriageCode
    answer: TriageAnswer
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyDecision:
    """How urgent it is, by which answers, and whether to show the emergency number at once."""

    urgency: Urgency
    reasons: tuple[UrgencyReason, ...]
    calls_emergency: bool


def judge_urgency(answers: Mapping[TriageCode, TriageAnswer]) -> UrgencyDecision:
    """Take the gravest answer; a question that was not asked counts for nothing."""
    reasons = tuple(
        UrgencyReason(code=question.code, answer=answer, urgency=weight)
        for question in TRIAGE_QUESTIONS
        if (answer := answers.get(question.code)) is not None
        and (weight := _weight(question, answer)) is not Urgency.ORDINARY
    )
    urgency = max((reason.urgency for reason in reasons), key=_GRAVITY.__getitem__, default=None)
    return UrgencyDecision(
        urgency=urgency or Urgency.ORDINARY,
        reasons=tuple(sorted(reasons, key=lambda reason: -_GRAVITY[reason.urgency])),
        calls_emergency=any(
            question.calls_emergency and answers.get(question.code) is TriageAnswer.YES
            for question in TRIAGE_QUESTIONS
        ),
    )


def _weight(question: TriageQuestion, answer: TriageAnswer) -> Urgency:
    """What this answer weighs."""
    if answer is TriageAnswer.YES:
        return question.on_yes
    return question.on_unknown if answer is TriageAnswer.UNKNOWN else Urgency.ORDINARY
