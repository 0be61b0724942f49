"""The gap ledger: why what may be due is not received, since when, and what that comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.gap_amounts import (
    NOTHING,
    Left,
    both,
    counted_to,
    left_on_the_table,
    lowered,
    plus,
)
from hopecare.domain.screening import RECEIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from hopecare.domain.eligibility.assessment import Range
    from hopecare.domain.gap_amounts import GapAmount


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
class OpenGap:
    """One programme that may be due to one home, as the sum needs it."""

    answer_id: UUID
    home_id: UUID
    """The household that was asked about, or the person where none is on record."""
    answered_at: datetime
    programme: str
    amount: GapAmount | None
    since: date
    is_computed: bool = True
    """Whether its amount was ever computed; there may be none in the rules."""


@dataclass(slots=True, kw_only=True)
class GapSum:
    """How many gaps there are, what they come to a month, and since each began."""

    gaps: int = 0
    without_amount: int = 0
    not_computed: int = 0
    """Of those without an amount: nobody has computed it yet."""
    monthly: Range = NOTHING
    left: Left = field(default_factory=Left)


def ending_of(verdict: str, receiving: str) -> GapEnding | None:
    """Say whether an answer closes a gap; what is not known closes nothing."""
    if receiving == RECEIVES:
        return GapEnding.RECEIVED
    return GapEnding.NO_LONGER_DUE if verdict == Verdict.INELIGIBLE else None


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
            _add(sums[gap.programme], gap, own, to)
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
        whole.not_computed += part.not_computed
        whole.monthly = plus(whole.monthly, part.monthly)
        whole.left = both(whole.left, part.left)
    return whole


def _add(into: GapSum, gap: OpenGap, own: Iterable[OpenGap], to: date) -> None:
    into.gaps += 1
    into.not_computed += not gap.is_computed
    if gap.amount is None or not gap.amount.is_monthly:
        into.without_amount += 1
        return
    others = {each.programme for each in own if each is not gap}
    into.monthly = plus(into.monthly, lowered(gap.amount.now, others))
    left = left_on_the_table(gap.amount, gap.since, to, paid_too=others)
    into.left = both(into.left, left)
