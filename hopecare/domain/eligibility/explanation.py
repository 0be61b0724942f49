"""What is worth saying of an assessment, in its order: codes and parameters, no words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from hopecare.domain.eligibility.assessment import Verdict, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.assessment import (
        AmountResult,
        CriterionResult,
        Later,
        ProgrammeResult,
    )


class LineKind(StrEnum):
    """What one line tells."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNKNOWN = "unknown"
    GAP = "gap"
    TO_A_PERSON = "to_a_person"
    AMOUNT = "amount"
    LATER = "later"
    CRITERION = "criterion"
    NEAR_MISS = "near_miss"
    UNCONFIRMED = "unconfirmed"


class Line(NamedTuple):
    """One thing to tell of a programme, with the criterion, amount or figures it is about."""

    kind: LineKind
    programme: str
    criterion: CriterionResult | None = None
    amount: AmountResult | None = None
    later: Later | None = None
    figures: tuple[str, ...] = ()


VERDICT_LINES = {
    Verdict.ELIGIBLE: LineKind.ELIGIBLE,
    Verdict.INELIGIBLE: LineKind.INELIGIBLE,
    Verdict.UNKNOWN: LineKind.UNKNOWN,
}


def lines_of(result: ProgrammeResult) -> Iterator[Line]:
    """Give what is worth saying of one programme: the verdict, its reasons, and its doubts."""
    key = result.programme
    yield Line(kind=VERDICT_LINES[result.verdict], programme=key)
    if result.gap:
        yield Line(kind=LineKind.GAP, programme=key)
    if result.to_a_person:
        yield Line(kind=LineKind.TO_A_PERSON, programme=key)
    if result.amount is not None and result.verdict is Verdict.ELIGIBLE:
        yield Line(kind=LineKind.AMOUNT, programme=key, amount=result.amount)
    for later in result.later:
        yield Line(kind=LineKind.LATER, programme=key, later=later)
    for criterion in _reasons(result):
        yield Line(kind=LineKind.CRITERION, programme=key, criterion=criterion)
        if criterion.near_miss and criterion.flips:
            yield Line(kind=LineKind.NEAR_MISS, programme=key, criterion=criterion)
    figures = unconfirmed_of(result)
    if figures:
        yield Line(kind=LineKind.UNCONFIRMED, programme=key, figures=figures)


def unconfirmed_of(result: ProgrammeResult) -> tuple[str, ...]:
    """Give the unconfirmed figures that went into the verdict or the amount."""
    from_amount = () if result.amount is None else result.amount.unconfirmed
    return tuple(dict.fromkeys((*result.unconfirmed, *from_amount)))


def _reasons(result: ProgrammeResult) -> Iterator[CriterionResult]:
    """Give the criteria that made the verdict: where a group tells, so do its limits."""
    for item in telling(result.verdict, result.criteria):
        if item.group is None or item.right is not None:
            yield item
