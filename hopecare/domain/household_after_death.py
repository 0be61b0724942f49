"""What is known of a household once one of its people has died: sums are not known any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.facts import Bounds, HouseholdFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.eligibility.facts import Answer
    from hopecare.domain.eligibility.pack import Pack

SUMS: Final = "income"
"""Money in and out was said for all together: nobody knows which part was theirs."""
ABOUT_THE_ASKED: Final = "family"
"""Family elsewhere is the family of whoever asks."""
SELF: Final = "self"
_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Who has died: how old, and whether the questions were asked for them."""

    age: int | None
    was_asked_for: bool


def household_without(pack: Pack, facts: HouseholdFacts, gone: Gone) -> HouseholdFacts | None:
    """Give the facts of those who stay; None where it is not clear who is who."""
    listed = next(iter(pack.lists.values()))
    rows = facts.rows.get(listed.key, ())
    place = _place(rows, gone)
    if place is None or len(rows) < _TWO:
        return None
    stays = tuple(row for each, row in enumerate(rows) if each != place)
    if gone.was_asked_for:
        stays = tuple({**row, "relation": SELF} for row in stays)
    forgotten = {SUMS, *((ABOUT_THE_ASKED,) if gone.was_asked_for else ())}
    values = {
        key: answer
        for key, answer in facts.values.items()
        if key == listed.counted_by or pack.facts[key].group not in forgotten
    }
    if listed.counted_by in values:
        values[listed.counted_by] = _one_less(values[listed.counted_by])
    if gone.was_asked_for:
        return HouseholdFacts(values=values, rows={listed.key: stays})
    return replace(facts, values=values, rows={**facts.rows, listed.key: stays})


def _one_less(size: Answer) -> Answer:
    """Give how many stay of those who were said to live there."""
    match size:
        case Bounds(lo=lo, hi=hi):
            return Bounds(lo=max(lo - 1, 1), hi=hi - 1)
        case int() | float():
            return size - 1
        case _:
            return size


def _place(rows: Sequence[Mapping[str, Answer]], gone: Gone) -> int | None:
    """Find their row: of two it is clear, of more the only one of their age."""
    selves = [place for place, row in enumerate(rows) if row.get("relation") == SELF]
    if len(selves) != 1:
        return None
    if gone.was_asked_for:
        return selves[0] if len(rows) == _TWO else None
    others = [place for place in range(len(rows)) if place not in selves]
    if len(others) == 1:
        return others[0]
    if any("age" not in rows[place] for place in others):
        return None
    same = [place for place in others if rows[place]["age"] == gone.age]
    return same[0] if len(same) == 1 else None
