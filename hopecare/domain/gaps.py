"""The gap ledger: why what may be due is not received, since when, and what that comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.assessment import Range, Verdict
from hopecare.domain.rules_day import rules_day
from hopecare.domain.screening import RECEIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from hopecare.domain.eligibility.assessment import AmountResult, ProgrammeResult
    from hopecare.domain.eligibility.pack import Pack

MONTHLY: Final = "/month"
NOTHING: Final = Range(lo=0, hi=0)
_MONTHS: Final = 12


class GapReason(StrEnum):
    """Why what may be due is not received, as a social worker wrote it down."""

    NEVER_APPLIED = "never_applied"
    NOT_WANTED = "not_wanted"
    REFUSED = "refused"
    PAPER_MISSING = "paper_missing"
    CUT_OFF = "cut_off"
    """Something went over a limit, by so much: it was ended or never began."""
    OTHER = "other"


class GapEnding(StrEnum):
    """Why what was written about a gap is history."""

    RECEIVED = "received"
    NO_LONGER_DUE = "no_longer_due"
    MERGED = "merged"
    """Two records of one person both said something: the one that stayed has the word."""


class LedgerPart(StrEnum):
    """What the ledger holds."""

    GAPS = "gaps"
    TO_TALK_ABOUT = "to_talk_about"
    """Received, while the rules say no: a person talks with them, nothing is reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAmount:
    """What a programme would pay, and how much of it is left beside another that is paid too."""

    value: Range
    unit: str
    beside: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_monthly(self) -> bool:
        """Say whether it is paid by the month, so that months can be counted."""
        return self.unit.endswith(MONTHLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGap:
    """One programme that may be due to one home, as the sum needs it."""

    home_id: UUID
    """The household that was asked about, or the person where none is on record."""
    answered_at: datetime
    programme: str
    amount: GapAmount | None
    since: date


@dataclass(slots=True, kw_only=True)
class GapSum:
    """How many gaps there are, what they come to a month, and since each began."""

    gaps: int = 0
    without_amount: int = 0
    monthly: Range = NOTHING
    left: Range = NOTHING


def ending_of(verdict: str, receiving: str) -> GapEnding | None:
    """Say whether an answer closes a gap; what is not known closes nothing."""
    if receiving == RECEIVES:
        return GapEnding.RECEIVED
    return GapEnding.NO_LONGER_DUE if verdict == Verdict.INELIGIBLE else None


def months_between(since: date, today: date) -> int:
    """Count the full months that have gone by; none before the first is full."""
    months = (today.year - since.year) * _MONTHS + today.month - since.month
    return max(months - (today.day < since.day), 0)


def last_days(pack: Pack | None, today: date) -> dict[str, date]:
    """Give the last day of each programme that has ended while others go on.

    One that stands on the last day the rules are known for goes on by them, as all else does.
    """
    known = None if pack is None else rules_day(pack, today)
    if pack is None or known is None:
        return {}
    ends = ((key, each.until) for key, each in pack.programmes.items())
    return {key: until for key, until in ends if until is not None and until < known}


def is_past(last_day: date | None, today: date) -> bool:
    """Say whether a programme has ended before today."""
    return last_day is not None and last_day < today


def counted_to(last_day: date | None, today: date) -> date:
    """Give the day months are counted to: a programme's last day is counted whole."""
    return today if last_day is None else min(today, last_day + timedelta(days=1))


def left_on_the_table(amount: GapAmount | None, since: date, to: date) -> Range | None:
    """Give a month's amount times the full months; None where there is nothing to compute."""
    months = months_between(since, to)
    if amount is None or not amount.is_monthly or not months:
        return None
    return _times(amount.value, months)


def stored_amount(result: ProgrammeResult) -> dict[str, Any] | None:
    """Give what has to be kept of a gap's amount; None where none can be computed."""
    if not result.gap or result.amount is None:
        return None
    beside = {each.programme: _least(each.amount) for each in result.later}
    value = result.amount.value
    return {"lo": value.lo, "hi": value.hi, "unit": result.amount.unit, "beside": beside}


def read_amount(stored: object) -> GapAmount | None:
    """Read back what was kept of an amount."""
    if not isinstance(stored, dict):
        return None
    value = Range(lo=stored["lo"], hi=stored["hi"])
    return GapAmount(value=value, unit=stored["unit"], beside=stored["beside"])


def sum_gaps(
    gaps: Iterable[OpenGap], today: date, ends: Mapping[str, date] = MappingProxyType({})
) -> dict[str, GapSum]:
    """Add up by programme: the least where benefits lower one another, the most where none does.

    Every programme is paid to a household, so one home counts once, and months of what has ended
    only up to its last day in `ends`.
    """
    by_home: dict[UUID, list[OpenGap]] = defaultdict(list)
    for gap in _once_a_home(gaps):
        by_home[gap.home_id].append(gap)
    sums: dict[str, GapSum] = defaultdict(GapSum)
    for own in by_home.values():
        for gap in own:
            to = counted_to(ends.get(gap.programme), today)
            _add(sums[gap.programme], gap, _monthly(gap, own), to)
    return dict(sums)


def _once_a_home(gaps: Iterable[OpenGap]) -> Iterable[OpenGap]:
    """Keep the newest answer of each home; the gap began when the first of them said so."""
    kept: dict[tuple[UUID, str], OpenGap] = {}
    for gap in sorted(gaps, key=lambda each: each.answered_at):
        key = (gap.home_id, gap.programme)
        since = min(gap.since, kept[key].since) if key in kept else gap.since
        kept[key] = replace(gap, since=since)
    return kept.values()


def whole_sum(sums: Iterable[GapSum]) -> GapSum:
    """Add the parts to the whole."""
    whole = GapSum()
    for part in sums:
        whole.gaps += part.gaps
        whole.without_amount += part.without_amount
        whole.monthly = _plus(whole.monthly, part.monthly)
        whole.left = _plus(whole.left, part.left)
    return whole


def _add(into: GapSum, gap: OpenGap, monthly: Range | None, to: date) -> None:
    into.gaps += 1
    if monthly is None:
        into.without_amount += 1
        return
    into.monthly = _plus(into.monthly, monthly)
    into.left = _plus(into.left, _times(monthly, months_between(gap.since, to)))


def _monthly(gap: OpenGap, own: Sequence[OpenGap]) -> Range | None:
    """Give what a month may bring beside the home's other gaps; None where it is not monthly."""
    amount = gap.amount
    if amount is None or not amount.is_monthly:
        return None
    lo = amount.value.lo or 0
    others = {each.programme for each in own if each is not gap}
    lost = sum(max(lo - least, 0) for key, least in amount.beside.items() if key in others)
    return Range(lo=max(lo - lost, 0), hi=amount.value.hi)


def _least(amount: AmountResult | None) -> float:
    return 0 if amount is None or amount.value.lo is None else amount.value.lo


def _times(value: Range, months: int) -> Range:
    lo, hi = value.lo, value.hi
    return Range(lo=None if lo is None else lo * months, hi=None if hi is None else hi * months)


def _plus(one: Range, other: Range) -> Range:
    """Add two ranges; an end that is open in one is open in the sum."""
    lo = None if one.lo is None or other.lo is None else one.lo + other.lo
    hi = None if one.hi is None or other.hi is None else one.hi + other.hi
    return Range(lo=lo, hi=hi)
