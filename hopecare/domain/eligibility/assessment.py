"""The answer for one household: verdicts, criteria with margins, gaps, flips, next questions."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.eligibility.facts import Grade


class Verdict(StrEnum):
    """Whether a household may qualify; the office decides."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNKNOWN = "unknown"


class Receipt(StrEnum):
    """Whether a household receives the benefit today."""

    RECEIVING = "receiving"
    NOT_RECEIVING = "not_receiving"
    UNKNOWN = "unknown"


class CriterionStatus(StrEnum):
    """Whether one criterion holds."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A number between two bounds; None where there is no bound, equal ends where it is known."""

    lo: float | None
    hi: float | None

    @property
    def known(self) -> bool:
        """Say whether the number is known exactly."""
        return self.lo is not None and self.lo == self.hi


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """One criterion: whether it holds, both sides, what is left or over, and where it stands."""

    id: str
    group: str | None
    kind: str
    status: CriterionStatus
    left: Range | None
    right: Range | None
    margin: Range | None
    margin_pct: Range | None
    unit: str
    source: str | None
    grade: Grade | None
    judged_by: str | None
    flips: bool
    near_miss: bool
    unconfirmed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountResult:
    """What a programme would pay, and which unconfirmed figures went into it."""

    value: Range
    unit: str
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What a programme's answer becomes once another, whose money counts as income, is paid."""

    programme: str
    verdict: Verdict
    amount: AmountResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeResult:
    """One programme: verdict, receipt, whether it is a gap, and everything that decided it."""

    programme: str
    verdict: Verdict
    receipt: Receipt
    gap: bool
    to_a_person: bool
    near_miss: bool
    criteria: tuple[CriterionResult, ...]
    missing: tuple[str, ...]
    flips: tuple[str, ...]
    amount: AmountResult | None
    unconfirmed: tuple[str, ...]
    later: tuple[Later, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """A question worth asking: how many open programmes its answer is expected to settle.

    `rarely`: what it takes for granted does not hold here, so it is asked last, if at all.
    """

    fact: str
    settles: float
    programmes: tuple[str, ...]
    rarely: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The whole answer for one household on one day, by one version of a pack."""

    pack: str
    version: str
    on: date
    programmes: tuple[ProgrammeResult, ...]
    figures: Mapping[str, Range]
    next_questions: tuple[NextQuestion, ...]

    def programme(self, key: str) -> ProgrammeResult:
        """Give the result of one programme."""
        return next(item for item in self.programmes if item.programme == key)

    def trace(self) -> dict[str, Any]:
        """Give the whole answer as plain JSON: codes, numbers and dates, no words and no names."""
        plain = _plain(self)
        assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
        return plain


TELLING = {
    Verdict.ELIGIBLE: CriterionStatus.MET,
    Verdict.INELIGIBLE: CriterionStatus.NOT_MET,
    Verdict.UNKNOWN: CriterionStatus.UNKNOWN,
}


def telling(verdict: Verdict, criteria: Sequence[CriterionResult]) -> tuple[CriterionResult, ...]:
    """Give the criteria that made the verdict; a part tells only where its whole group does.

    Each group stands before its parts.
    """
    told: dict[str | None, CriterionResult] = {}
    for item in criteria:
        if item.status is TELLING[verdict] and (item.group is None or item.group in told):
            told[item.id] = item
    return tuple(told.values())


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> object:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
