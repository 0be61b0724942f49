"""What was said of a household, on another day: people grow older, all else stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.ages import age_on
from hopecare.domain.eligibility.facts import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.facts import Answer, Fact, HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack

AGE: Final = "age"
RELATION: Final = "relation"
SELF: Final = "self"
Row = dict[str, "Answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Born:
    """The birth date of somebody who lives there, and whether the questions were about them."""

    on: date
    is_asked: bool


def facts_later(
    pack: Pack, facts: HouseholdFacts, born: Sequence[Born], *, said_on: date, today: date
) -> HouseholdFacts:
    """Give the facts with the ages of today, which may lie before the day they were said.

    An age goes by the birth date on record where it is clear whose it is. Without one, it holds
    for a year, as it was said; then it lies between the years that have gone by and one more. A
    year and more back, it lies between those years less and one more less.
    """
    rows = dict(facts.rows)
    for key, listed in pack.lists.items():
        fact = pack.facts.get(f"{listed.row}.{AGE}")
        if fact is not None and key in rows:
            rows[key] = _older(fact, rows[key], born, said_on, today)
    return replace(facts, rows=rows)


def _older(
    fact: Fact, rows: Sequence[Mapping[str, Answer]], born: Sequence[Born], said: date, today: date
) -> tuple[Row, ...]:
    ages = _ages_by_birth(rows, born, said, today)
    gone = age_on(said, day=today) if said <= today else -age_on(today, day=said)
    return tuple(_row(fact, row, ages.get(place), gone) for place, row in enumerate(rows))


def _row(fact: Fact, row: Mapping[str, Answer], age: int | None, gone: int) -> Row:
    stated = row.get(AGE)
    if age is not None:
        return {**row, AGE: min(age, int(fact.hi))}
    if gone == 0 or stated is None or isinstance(stated, str):
        return dict(row)
    low, high = (stated.lo, stated.hi) if isinstance(stated, Bounds) else (stated, stated)
    ends = (low + gone - (gone < 0), high + gone + (gone > 0))
    lo, hi = (min(max(end, fact.lo), fact.hi) for end in ends)
    return {**row, AGE: Bounds(lo=lo, hi=hi)}


def _ages_by_birth(
    rows: Sequence[Mapping[str, Answer]], born: Sequence[Born], said: date, today: date
) -> dict[int, int]:
    """Give today's age of every row whose birth date is clear."""
    found: dict[int, int] = {}
    for is_asked in (True, False):
        stated = _places_by_age(rows, is_asked=is_asked)
        known = _births_by_age((each for each in born if each.is_asked is is_asked), said)
        for age, places in stated.items():
            now = {age_on(each, day=today) for each in known.get(age, ())}
            # Two of one age are told apart only where it makes no difference.
            if len(known.get(age, ())) == len(places) and len(now) == 1:
                found |= dict.fromkeys(places, now.pop())
    return found


def _places_by_age(rows: Sequence[Mapping[str, Answer]], *, is_asked: bool) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        age = row.get(AGE)
        if isinstance(age, int | float) and (row.get(RELATION) == SELF) is is_asked:
            found[int(age)].append(place)
    return found


def _births_by_age(born: Iterable[Born], said: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for each in born:
        found[age_on(each.on, day=said)].append(each.on)
    return found
