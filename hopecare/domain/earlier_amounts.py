"""What a missed benefit would have paid before: by earlier answers, and by the rules of then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.gap_amounts import Step, step_of
from hopecare.domain.later_ages import facts_later
from hopecare.domain.rules_day import rules_day
from hopecare.errors import InvalidInputError, NoRulesOnDateError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hopecare.domain.eligibility.assessment import Assessment
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.gap_amounts import GapAmount
    from hopecare.domain.watches import Said


def earlier_amounts(
    pack: Pack, said: Said, programmes: Iterable[str], before: Mapping[str, GapAmount]
) -> dict[str, list[Step]]:
    """Give what each of these programmes would have paid before the day of what was said.

    `before` are the amounts of the answer before this one: what was found out then holds from its
    day on. All other days are judged by their own rules, or the last known before them, with what
    is said now and the ages then.
    """
    wanted = list(programmes)
    known = [before[key].since if key in before and before[key].earlier else None for key in wanted]
    after = None if None in known else min((day for day in known if day is not None), default=None)
    answers = {day: _answer(pack, said, day) for day in days_of_change(pack, after, said.on)}
    return {key: _steps(key, answers, before.get(key)) for key in wanted}


def days_of_change(pack: Pack, after: date | None, until: date) -> list[date]:
    """Give the days between two on which a figure or a programme of the rules begins."""
    days = {dated.since for parameter in pack.parameters.values() for dated in parameter.values}
    days |= {programme.since for programme in pack.programmes.values()}
    return sorted(day for day in days if (after or date.min) < day < until)


def _answer(pack: Pack, said: Said, day: date) -> Assessment | None:
    known = rules_day(pack, day)
    if known is None:
        return None
    facts = facts_later(pack, said.facts, said.born, said_on=said.on, today=day)
    try:
        return assess(pack, facts, on=known, about=day)
    except (InvalidInputError, NoRulesOnDateError):
        return None


def _steps(
    key: str, answers: Mapping[date, Assessment | None], before: GapAmount | None
) -> list[Step]:
    by_rules = [_step(key, day, answer) for day, answer in answers.items()]
    if before is None:
        return by_rules
    older = before.earlier or [step for step in by_rules if step.since < before.since]
    return [*older, before.now, *(step for step in by_rules if step.since > before.since)]


def _step(key: str, day: date, answer: Assessment | None) -> Step:
    found = () if answer is None else answer.programmes
    return step_of(next((each for each in found if each.programme == key), None), day)
