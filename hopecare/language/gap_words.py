"""The gap ledger in words: what a benefit would pay, what was left on the table, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.gap_amounts import is_past, months_between
from hopecare.language import N_, translator
from hopecare.language.explanations import amount_in_words

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.eligibility.assessment import Range
    from hopecare.domain.eligibility.pack import Pack, Programme
    from hopecare.domain.gap_amounts import Left
    from hopecare.language.reader import Reader

PERIODS: Final = {"month": N_("%(amount)s a month"), "year": N_("%(amount)s a year")}


def amount_said(value: Range, unit: str, pack: Pack | None, reader: Reader) -> str:
    """Say what a programme would pay and how often."""
    said, period = range_said(value, pack, reader), unit.partition("/")[2]
    return reader.say(PERIODS[period], amount=said) if period in PERIODS else said


def range_said(value: Range | None, pack: Pack | None, reader: Reader) -> str:
    """Say a sum of money, or between which two sums it lies."""
    if value is None or pack is None:
        return ""
    ends = [
        None if end is None else amount_in_words(end, pack.currency, pack, reader.language)
        for end in (value.lo, value.hi)
    ]
    low, high = ends
    if low == high:
        return low or ""
    if high is None:
        return reader.say("at least %(amount)s", amount=low)
    if low is None:
        return reader.say("at most %(amount)s", amount=high)
    return reader.say("%(low)s to %(high)s", low=low, high=high)


def months_said(since: date, to: date, reader: Reader) -> str:
    """Say how many full months lie between two days; nothing before the first is full."""
    months = months_between(since, to)
    return _months(months, reader) if months else ""


def _months(months: int, reader: Reader) -> str:
    say = translator(reader.language, for_staff=reader.is_staff)
    return say.ngettext("%(num)d full month", "%(num)d full months", months) % {"num": months}


def no_amount_said(programme: Programme | None, reader: Reader, *, is_computed: bool) -> str:
    """Say why there is no amount: none in the rules, or nobody has computed it."""
    if programme is None or programme.amount is None:
        return reader.say(N_("No amount in the rules"))
    if not is_computed:
        return reader.say(N_("Not computed yet: ask anew"))
    return reader.say(N_("Cannot be computed from what is known"))


def left_said(left: Left | None, last_day: date | None, pack: Pack | None, reader: Reader) -> str:
    """Say what was left on the table, and what of it is counted at the present amount."""
    said, presumed = sum_said(left, last_day, pack, reader), presumed_said(left, reader)
    return f"{said} ({presumed})" if said and presumed else said


def presumed_said(left: Left | None, reader: Reader) -> str:
    """Say which months count at the present amount, because theirs is not known."""
    if left is None or left.presumed_to is None:
        return ""
    return reader.say(
        N_("of it %(months)s up to %(day)s at the present amount"),
        months=_months(left.presumed, reader),
        day=reader.day(left.presumed_to),
    )


def sum_said(left: Left | None, last_day: date | None, pack: Pack | None, reader: Reader) -> str:
    """Say the sum alone; where the rules ended before today, up to which day."""
    said = range_said(left.value if left else None, pack, reader)
    if not said or last_day is None or not is_past(last_day, reader.today):
        return said
    return reader.say(N_("%(left)s up to %(day)s"), left=said, day=reader.day(last_day))
