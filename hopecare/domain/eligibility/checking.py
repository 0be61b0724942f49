"""Refuses facts that the pack does not know or that cannot be true, before anything is computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.columns import row_facts, short_key, wholes
from hopecare.domain.eligibility.facts import Answer, Bounds, Fact, FactKind, HouseholdFacts
from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.pack import ListDeclaration, Pack

# Beyond this a float no longer holds every whole unit; no household comes near.
LARGEST_MONEY = 1e13
Problems = dict[str, list[str]]


def insist_on_good_facts(pack: Pack, facts: HouseholdFacts) -> None:
    """Refuse facts with every problem named, keyed as the facts are asked."""
    problems = problems_of(pack, facts)
    if problems:
        raise InvalidInputError(problems)


def problems_of(pack: Pack, facts: HouseholdFacts) -> Problems:
    """Name every problem of what is said about a household."""
    found: Problems = {}
    for key, code in _all_problems(pack, facts):
        found.setdefault(key, []).append(code)
    return found


def problem_of(fact: Fact, answer: Answer) -> str | None:
    """Name what is wrong with one answer, or None."""
    match fact.kind:
        case FactKind.YES_NO:
            return None if isinstance(answer, bool) else "not_yes_or_no"
        case FactKind.CHOICE:
            return None if answer in fact.choices else "not_a_choice"
        case FactKind.MONEY | FactKind.NUMBER:
            return _number_problem(fact, answer)


def _all_problems(pack: Pack, facts: HouseholdFacts) -> Iterator[tuple[str, str]]:
    plain = {fact.key: fact for fact in wholes(pack) if fact.judged_by is None}
    judged = {key for key in facts.values if key in pack.facts and pack.facts[key].judged_by}
    yield from ((key, "belongs_under_decisions") for key in facts.values if key in judged)
    said = {key: answer for key, answer in facts.values.items() if key not in judged}
    yield from _answers(plain, said, "")
    for key in facts.decisions:
        if key not in pack.facts or pack.facts[key].judged_by is None:
            yield key, "unknown_question"
        elif not facts.decisions[key].because.strip():
            yield key, "reason_needed"
    for key in facts.receiving:
        if key not in pack.programmes:
            yield f"receiving.{key}", "unknown_question"
    for key, rows in facts.rows.items():
        if key not in pack.lists:
            yield key, "unknown_question"
        else:
            yield from _row_problems(pack, pack.lists[key], rows, facts)


def _row_problems(
    pack: Pack,
    listed: ListDeclaration,
    rows: Sequence[Mapping[str, Answer]],
    facts: HouseholdFacts,
) -> Iterator[tuple[str, str]]:
    counter, said = pack.facts[listed.counted_by], facts.values.get(listed.counted_by)
    if said is None and len(rows) < counter.lo:
        yield listed.key, "too_few"
    if not isinstance(said, int | float) and len(rows) > counter.hi:
        yield listed.key, "too_many"
    most = said.hi if isinstance(said, Bounds) else said
    if isinstance(most, int | float) and len(rows) > most:
        yield listed.counted_by, "fewer_than_listed"
    known = {short_key(fact): fact for fact in row_facts(pack, listed.key)}
    for place, row in enumerate(rows):
        yield from _answers(known, row, f"{listed.key}.{place}.")


def _answers(
    known: Mapping[str, Fact], answers: Mapping[str, Answer], prefix: str
) -> Iterator[tuple[str, str]]:
    for key, answer in answers.items():
        if key not in known:
            yield prefix + key, "unknown_question"
            continue
        problem = problem_of(known[key], answer)
        if problem is not None:
            yield prefix + key, problem


def _number_problem(fact: Fact, answer: Answer) -> str | None:
    if isinstance(answer, Bounds):
        return _bounds_problem(fact, answer)
    if isinstance(answer, bool | str) or not math.isfinite(answer):
        return "not_a_number"
    if answer != math.floor(answer):
        return "not_whole"
    if answer < fact.lo:
        return "negative" if fact.lo == 0 else "too_small"
    return "too_large" if answer > min(fact.hi, LARGEST_MONEY) else None


def _bounds_problem(fact: Fact, bounds: Bounds) -> str | None:
    if math.isnan(bounds.lo) or math.isnan(bounds.hi):
        return "not_a_number"
    if bounds.lo > bounds.hi or bounds.hi < fact.lo or bounds.lo > fact.hi:
        return "bounds_contradict"
    said = [end for end in (bounds.lo, bounds.hi) if end not in (fact.lo, fact.hi)]
    return next((found for end in said if (found := _number_problem(fact, end))), None)
