"""By which day's rules somebody is looked at: those of the day, or the last that are known.

A pack of rules ends where the figures of the next year are not announced yet. The work goes on by
the last figures there are, and every page says so. This is the one place that decides it; what
other programs ask (commands, the API) names its day and is refused outside of the tables.

What may be applied for on certain days only is never carried on: whoever judges by older rules
says which day it is `about`, and what has closed by then is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.eligibility.assessment import Assessment
    from hopecare.domain.eligibility.pack import Pack


def rules_day(pack: Pack, day: date) -> date | None:
    """Give the day whose rules are known for this one: itself, or the last before it with any."""
    begun = [
        item for item in pack.programmes.values() if item.since <= day and not item.has_closed(day)
    ]
    return max((min(item.until or day, day) for item in begun), default=None)


def day_of_rules(pack: Pack, day: date) -> date:
    """Give the day whose rules are used for this one; refuse a day before all of them."""
    known = rules_day(pack, day)
    if known is None:
        raise pack.no_rules(day)
    return known


def year_of_older_rules(pack: Pack, day: date) -> int | None:
    """Give the year of the rules a day is judged by; None where its own are known, or none."""
    known = rules_day(pack, day)
    return None if known is None or known == day else known.year


def closed_on(pack: Pack, day: date) -> dict[str, date]:
    """Give the last day of each programme that could only be applied for until then."""
    closed = (item for item in pack.programmes.values() if item.has_closed(day))
    return {item.key: item.until for item in closed if item.until is not None}


def still_open(answer: Assessment, pack: Pack, day: date) -> Assessment:
    """Leave out of an answer what may not be applied for on this day any more."""
    closed = closed_on(pack, day)
    kept = tuple(each for each in answer.programmes if each.programme not in closed)
    return replace(answer, programmes=kept)
