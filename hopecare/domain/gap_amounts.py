"""What a missed benefit comes to: a month's amount then and now, and the months that went by."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.rules_day import closed_on, rules_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.assessment import AmountResult, ProgrammeResult
    from hopecare.domain.eligibility.pack import Pack

MONTHLY: Final = "/month"
NOTHING: Final = Range(lo=0, hi=0)
FROM: Final = "from"
EARLIER: Final = "earlier"
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What it would have paid from a day on; no value where that cannot be told."""

    since: date
    value: Range | None = None
    beside: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAmount:
    """What a programme would pay, how much is left beside another that is paid too, and before.

    `earlier` are the amounts that held before, the oldest first; the present one holds from
    `since` on.
    """

    value: Range
    unit: str
    since: date
    beside: Mapping[str, float] = field(default_factory=dict)
    earlier: tuple[Step, ...] = ()

    @property
    def is_monthly(self) -> bool:
        """Say whether it is paid by the month, so that months can be counted."""
        return self.unit.endswith(MONTHLY)

    @property
    def now(self) -> Step:
        """Give the present amount as the last step."""
        return Step(since=self.since, value=self.value, beside=self.beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was left on the table, and how many of its months were counted at today's amount."""

    value: Range = NOTHING
    presumed: int = 0
    """Full months whose own amount is not known."""
    presumed_to: date | None = None
    """The day the last of them ends."""


def months_between(since: date, today: date) -> int:
    """Count the full months that have gone by; none before the first is full."""
    months = (today.year - since.year) * _MONTHS + today.month - since.month
    return max(months - (today.day < since.day), 0)


def month_after(day: date, months: int) -> date:
    """Give the same day so many months on, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_days(pack: Pack | None, today: date) -> dict[str, date]:
    """Give the last day of each programme that has ended while others go on, or has closed.

    One that stands on the last day the rules are known for goes on by them, as all else does.
    """
    known = None if pack is None else rules_day(pack, today)
    if pack is None or known is None:
        return {}
    ends = ((key, each.until) for key, each in pack.programmes.items())
    ended = {key: until for key, until in ends if until is not None and until < known}
    return ended | closed_on(pack, today)


def is_past(last_day: date | None, today: date) -> bool:
    """Say whether a programme has ended before today."""
    return last_day is not None and last_day < today


def counted_to(last_day: date | None, today: date) -> date:
    """Give the day months are counted to: a programme's last day is counted whole."""
    return today if last_day is None else min(today, last_day + timedelta(days=1))


def left_on_the_table(
    amount: GapAmount | None, since: date, to: date, *, paid_too: Collection[str] = ()
) -> Left | None:
    """Add up the full months, each at the amount that held on its first day.

    A month whose amount is not known counts at the present one, and is told apart. None where
    there is nothing to compute. `paid_too` are the other benefits that would lower this one.
    """
    months = months_between(since, to)
    if amount is None or not amount.is_monthly or not months:
        return None
    total, presumed, presumed_to = NOTHING, 0, None
    for month in range(months):
        step = _step_on(amount, month_after(since, month))
        if step.value is None:
            step, presumed, presumed_to = amount.now, presumed + 1, month_after(since, month + 1)
        total = plus(total, lowered(step, paid_too))
    return Left(value=total, presumed=presumed, presumed_to=presumed_to)


def lowered(step: Step, paid_too: Collection[str] = ()) -> Range:
    """Give what a month may bring beside other benefits: the least with all that lower it paid."""
    value = step.value or NOTHING
    if not paid_too:
        return value
    lo = value.lo or 0
    lost = sum(max(lo - least, 0) for key, least in step.beside.items() if key in paid_too)
    return Range(lo=max(lo - lost, 0), hi=value.hi)


def plus(one: Range, other: Range) -> Range:
    """Add two ranges; an end that is open in one is open in the sum."""
    lo = None if one.lo is None or other.lo is None else one.lo + other.lo
    hi = None if one.hi is None or other.hi is None else one.hi + other.hi
    return Range(lo=lo, hi=hi)


def both(one: Left, other: Left | None) -> Left:
    """Add what was left in two places."""
    if other is None:
        return one
    ends = [each for each in (one.presumed_to, other.presumed_to) if each is not None]
    return Left(
        value=plus(one.value, other.value),
        presumed=one.presumed + other.presumed,
        presumed_to=max(ends, default=None),
    )


def step_of(result: ProgrammeResult | None, since: date) -> Step:
    """Give what an answer says it would pay; nothing where it says no amount or not surely due."""
    if result is None or not result.gap or result.amount is None:
        return Step(since=since)
    beside = {each.programme: _least(each.amount) for each in result.later}
    return Step(since=since, value=result.amount.value, beside=beside)


def stored_amount(
    result: ProgrammeResult, on: date, earlier: Sequence[Step] = ()
) -> dict[str, Any] | None:
    """Give what has to be kept of a gap's amount: empty where none can be computed."""
    if not result.gap:
        return None
    if result.amount is None:
        return {}
    steps = [_stored(step) for step in _without_doubles(earlier)]
    return {**_stored(step_of(result, on)), "unit": result.amount.unit, EARLIER: steps}


def read_amount(stored: object, on: date) -> GapAmount | None:
    """Read back what was kept of an amount with an answer for a day.

    Where nothing was kept of what held before, it is taken for the amount of that year.
    """
    if not isinstance(stored, dict) or not stored:
        return None
    since = stored.get(FROM)
    return GapAmount(
        value=Range(lo=stored["lo"], hi=stored["hi"]),
        unit=stored["unit"],
        beside=stored["beside"],
        since=date(on.year, 1, 1) if since is None else date.fromisoformat(since),
        earlier=tuple(_read(each) for each in stored.get(EARLIER, ())),
    )


def _step_on(amount: GapAmount, day: date) -> Step:
    """Give what held on a day."""
    steps = [step for step in (*amount.earlier, amount.now) if step.since <= day]
    return steps[-1] if steps else Step(since=day)


def _without_doubles(steps: Sequence[Step]) -> Iterator[Step]:
    """Leave out a step that says what the one before it said."""
    last = None
    for step in steps:
        if last is None or (step.value, step.beside) != (last.value, last.beside):
            yield step
        last = step


def _stored(step: Step) -> dict[str, Any]:
    since = step.since.isoformat()
    if step.value is None:
        return {FROM: since}
    beside = dict(step.beside)
    return {FROM: since, "lo": step.value.lo, "hi": step.value.hi, "beside": beside}


def _read(stored: Mapping[str, Any]) -> Step:
    since = date.fromisoformat(stored[FROM])
    if "lo" not in stored:
        return Step(since=since)
    value = Range(lo=stored["lo"], hi=stored["hi"])
    return Step(since=since, value=value, beside=stored["beside"])


def _least(amount: AmountResult | None) -> float:
    return 0 if amount is None or amount.value.lo is None else amount.value.lo
