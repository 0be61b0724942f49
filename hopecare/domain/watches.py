"""What changes an answer that is missed by a little: a birthday, new figures, a cost not asked.

Worked out from what was said, whenever it is read: nothing that could go stale is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.ages import age_on
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.checking import problem_of
from hopecare.domain.later_ages import facts_later
from hopecare.domain.rules_day import rules_day, year_of_older_rules
from hopecare.domain.screening import verdicts_of_many

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.facts import Fact, HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.later_ages import Born
    from hopecare.domain.screening import Verdicts

AHEAD: Final = timedelta(days=730)
"""How far the days ahead are looked at."""
TRIED: Final = 32
"""Amounts tried at once; between two of them it is looked closer, down to one unit."""
MOST_COSTS: Final = 10**9
_DAY: Final = timedelta(days=1)


class WatchKind(StrEnum):
    """What changes the answer."""

    BIRTHDAY = "birthday"
    NEW_FIGURES = "new_figures"
    FIGURES_TO_COME = "figures_to_come"
    """From that day on, other figures hold that the rules do not know yet."""
    COST_NOT_ASKED = "cost_not_asked"
    """A cost that was said to be nothing: from so much on, it may be due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One known date or fact by which a programme may be due."""

    programme: str
    kind: WatchKind
    on: date | None = None
    age: int | None = None
    """What somebody of the household turns on that day."""
    fact: str | None = None
    at_least: int | None = None
    figures_of: int | None = None
    """The year whose figures were taken, where those of the day itself are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of a household, on which day, and who there was born when."""

    facts: HouseholdFacts
    on: date
    born: Sequence[Born]


def watches_of(pack: Pack, said: Said, *, near: Collection[str], today: date) -> tuple[Watch, ...]:
    """Give what changes the answers seen as missed: dates for all of them, costs for the near.

    Nobody is told to earn less or to own less: only costs that lower what counts are looked for.
    A day past the end of the rules is judged by the last figures known, and says so.
    """
    now = _verdicts(pack, said, today)
    if now is None:
        return ()
    missed = {
        key
        for key, verdict in now.items()
        if verdict == Verdict.INELIGIBLE and not said.facts.receiving.get(key)
    }
    dated = list(_dated(pack, said, missed, set(near) & missed, today))
    costs = _costs(pack, _later(pack, said, today), sorted(set(near) & missed), today)
    return (*dated, *costs)


def _later(pack: Pack, said: Said, day: date) -> HouseholdFacts:
    return facts_later(pack, said.facts, said.born, said_on=said.on, today=day)


def _verdicts(pack: Pack, said: Said, day: date) -> Verdicts | None:
    """Judge what was said, with the ages of a day, by its rules or the last known before it."""
    known = rules_day(pack, day)
    if known is None:
        return None
    return verdicts_of_many(pack, [_later(pack, said, day)], on=known, about=day)[0]


def _dated(
    pack: Pack, said: Said, missed: set[str], near: set[str], today: date
) -> Iterator[Watch]:
    """Go through the days ahead; each programme is named by the first that changes it."""
    birthdays, changes = _birthdays(said.born, today), _changes(pack, today)
    waiting, unknown = set(missed), set(near)
    for day in sorted({*birthdays, *changes}):
        older = year_of_older_rules(pack, day)
        verdicts = _verdicts(pack, said, day) or {}
        turned = {key for key in waiting if verdicts.get(key) == Verdict.ELIGIBLE}
        if older and day not in birthdays:  # with nobody a year older, older rules turn nothing
            turned = set()
        ended = {key for key in unknown if older or key not in verdicts} if day in changes else ()
        waiting, unknown = waiting - turned, unknown - turned - set(ended)
        for key in sorted(ended):
            yield Watch(programme=key, kind=WatchKind.FIGURES_TO_COME, on=day)
        for key in sorted(turned):
            yield _on(key, day, birthdays, older)


def _on(key: str, day: date, birthdays: Mapping[date, int], older: int | None) -> Watch:
    if day not in birthdays:
        return Watch(programme=key, kind=WatchKind.NEW_FIGURES, on=day)
    return Watch(
        programme=key, kind=WatchKind.BIRTHDAY, on=day, age=birthdays[day], figures_of=older
    )


def _birthdays(born: Sequence[Born], today: date) -> dict[date, int]:
    """Give the birthdays ahead, with the age that is reached."""
    found: dict[date, int] = {}
    for each in born:
        age = age_on(each.on, day=today)
        for years in range(1, AHEAD.days // 365 + 1):
            day = _birthday(each.on, age + years)
            if today < day <= today + AHEAD:
                found[day] = age + years
    return found


def _birthday(born: date, age: int) -> date:
    """The day an age is reached; somebody born on 29 February turns a year on 1 March."""
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        return born.replace(year=year, month=3, day=1)


def _changes(pack: Pack, today: date) -> set[date]:
    """Give the days ahead on which a figure or a programme of the rules begins or ends."""
    days: set[date] = set()
    for parameter in pack.parameters.values():
        days |= {dated.since for dated in parameter.values}
        days |= {parameter.until + _DAY} if parameter.until else set()
    for programme in pack.programmes.values():
        days |= {programme.since} | ({programme.until + _DAY} if programme.until else set())
    return {day for day in days if today < day <= today + AHEAD}


def _costs(pack: Pack, facts: HouseholdFacts, near: Sequence[str], today: date) -> Iterator[Watch]:
    """Try every cost that was said to be nothing: does more of it alone change the answer?"""
    if not near:
        return
    known = rules_day(pack, today) or today
    asked = [fact for fact in pack.facts.values() if _was_nothing(fact, facts)]
    steps = np.unique(np.geomspace(1, MOST_COSTS, TRIED).astype(np.int64))
    tried = [
        (fact, step) for fact in asked for step in steps.tolist() if problem_of(fact, step) is None
    ]
    verdicts = verdicts_of_many(
        pack, [_with(facts, fact.key, amount) for fact, amount in tried], on=known, about=today
    )
    for key in near:
        for fact in asked:
            held = [
                amount
                for (each, amount), found in zip(tried, verdicts, strict=True)
                if each is fact and found.get(key) == Verdict.ELIGIBLE
            ]
            if held:
                yield Watch(
                    programme=key,
                    kind=WatchKind.COST_NOT_ASKED,
                    fact=fact.key,
                    at_least=_least(pack, facts, fact.key, key, held[0], today),
                    figures_of=year_of_older_rules(pack, today),
                )


def _was_nothing(fact: Fact, facts: HouseholdFacts) -> bool:
    return fact.is_cost and fact.rows is None and facts.values.get(fact.key) == 0


def _with(facts: HouseholdFacts, key: str, amount: int) -> HouseholdFacts:
    return replace(facts, values={**facts.values, key: amount})


def _least(
    pack: Pack, facts: HouseholdFacts, fact: str, programme: str, holds: int, today: date
) -> int:
    """Come down from an amount that is enough to the least that is, to the unit."""
    known = rules_day(pack, today) or today
    fails = 0
    while holds - fails > 1:
        steps = np.unique(np.linspace(fails + 1, holds, TRIED).astype(np.int64)).tolist()
        tried = [_with(facts, fact, each) for each in steps]
        found = verdicts_of_many(pack, tried, on=known, about=today)
        enough = [
            each
            for each, verdicts in zip(steps, found, strict=True)
            if verdicts.get(programme) == Verdict.ELIGIBLE
        ]
        least = min(enough, default=holds)
        fails = max((each for each in steps if each < least), default=fails)
        holds = least
    return holds
