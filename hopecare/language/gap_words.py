"""The gap ledger in words: what a benefit would pay, what was left on the table, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.gaps import is_past, months_between
from hopecare.language import N_, translator
from hopecare.language.explanations import amount_in_words

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.eligibility.assessment import Range
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.gaps import GapAmount
    from hopecare.language.reader import Reader

PERIODS: Final = {"month": N_("%(amount)s a month"), "year": N_("%(amount)s a year")}


def amount_said(amount: GapAmount | None, pack: Pack | None, reader: Reader) -> str:
    """Say what a programme would pay and how often; nothing where nothing can be computed."""
    if amount is None or pack is None:
        return ""
    said, period = range_said(amount.value, pack, reader), amount.unit.partition("/")[2]
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
    say = translator(reader.language, for_staff=reader.is_staff)
    said = say.ngettext("%(num)d full month", "%(num)d full months", months) % {"num": months}
    return said if months else ""


def left_said(value: Range | None, last_day: date | None, pack: Pack | None, reader: Reader) -> str:
    """Say what was left on the table; where the rules ended before today, up to which day."""
    said = range_said(value, pack, reader)
    if not said or last_day is None or not is_past(last_day, reader.today):
        return said
    return reader.say(N_("%(left)s up to %(day)s"), left=said, day=reader.day(last_day))
