"""Whom of the record a row of answers is about, where that is clear: a name says more than "2"."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.ages import age_on
from hopecare.domain.later_ages import AGE, RELATION, SELF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody of the household on record."""

    id: UUID
    name: str
    born: date | None


def who_is_who(
    rows: Sequence[Mapping[str, object]], asked: Named, others: Sequence[Named], *, on: date
) -> dict[int, Named]:
    """Give the person of each row that is clear: the one asked about, and others by their age.

    Of two of one age, on record or among the answers, none is named.
    """
    found = {place: asked for place, row in enumerate(rows) if _is_asked(place, row)}
    ages = {place: _age(row) for place, row in enumerate(rows) if place not in found}
    many = Counter(ages.values())
    born = [(age_on(each.born, day=on), each) for each in others if each.born is not None]
    for place, said in ages.items():
        same = [each for age, each in born if age == said]
        if len(same) == 1 and many[said] == 1:
            found[place] = same[0]
    return found


def names_in(who: Mapping[int, Named]) -> dict[int, str]:
    """Give the names alone, by place."""
    return {place: each.name for place, each in who.items()}


def _age(row: Mapping[str, object]) -> int | float | None:
    """Give an age that was said exactly; within limits it tells nobody apart."""
    said = row.get(AGE)
    return said if isinstance(said, int | float) else None


def _is_asked(place: int, row: Mapping[str, object]) -> bool:
    relation = row.get(RELATION)
    return relation == SELF or (place == 0 and relation is None)
