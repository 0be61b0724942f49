"""What a sheet tells the resident of an answer: which programmes stand where, which papers help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.eligibility.facts import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from hopecare.domain.eligibility.assessment import Assessment, ProgrammeResult
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.watches import Watch

NONE: Final = "none"
"""The choice by which a pack says that there is none of it: no school, no disability."""


class SheetObstacle(StrEnum):
    """Why an answer is not handed to the resident."""

    DIED = "died"
    NOT_ASKED = "not_asked"
    """Computed after a death in the household: a person has to ask first."""
    NEWER = "newer"
    """There is a newer answer: the sheet is made of that one."""
    OTHER_DAY = "other_day"
    """It says how it was or will be on another day: they have to be asked for today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParts:
    """The programmes of a sheet, each in one part only, in the order of the rules."""

    may: tuple[str, ...]
    """May be due and is not known to be received."""
    received: tuple[str, ...]
    """Received, whatever the rules say: nothing on paper may frighten."""
    open: tuple[str, ...]
    watched: tuple[str, ...]
    """Missed by a little, or a known date or cost changes it."""
    others: tuple[str, ...]


def is_for_another_day(asked_of: date, made_on: date, today: date) -> bool:
    """Say whether an answer was given for a day gone by, or for one that is yet to come.

    One that looked ahead speaks from its day on.
    """
    return not made_on <= asked_of <= today


def parts_of(answer: Assessment, watches: Sequence[Watch]) -> SheetParts:
    """Put each programme of an answer into its part of the sheet."""
    watched = {each.programme for each in watches}
    found: dict[str, list[str]] = {"may": [], "received": [], "open": [], "watched": []}
    others: list[str] = []
    for item in answer.programmes:
        found.get(_part(item, watched), others).append(item.programme)
    return SheetParts(**{part: tuple(keys) for part, keys in found.items()}, others=tuple(others))


def papers_for(pack: Pack, facts: HouseholdFacts, programmes: Iterable[str]) -> tuple[str, ...]:
    """Give the facts to be proved by paper: asked for by the programmes, and said to be there.

    Nobody needs a car's papers who has no car, nor a pay slip who earns nothing.
    """
    wanted = [pack.programmes[key] for key in programmes if key in pack.programmes]
    names = set[str]().union(*(each.names for each in wanted))
    names = names.union(*(each.node.names for each in pack.derived_behind(wanted)))
    said = set(_said(pack, facts))
    return tuple(
        key for key, fact in pack.facts.items() if fact.proof and key in names and key in said
    )


def _part(item: ProgrammeResult, watched: set[str]) -> str:
    if item.receipt is Receipt.RECEIVING:
        return "received"
    if item.verdict is not Verdict.INELIGIBLE:
        return "may" if item.verdict is Verdict.ELIGIBLE else "open"
    return "watched" if item.near_miss or item.programme in watched else "others"


def _said(pack: Pack, facts: HouseholdFacts) -> Iterator[str]:
    """Name what was said to be there."""
    yield from (key for key, answer in facts.values.items() if _is_something(answer))
    yield from (key for key, found in facts.decisions.items() if found.holds)
    for listed, rows in facts.rows.items():
        prefix = pack.lists[listed].row
        for row in rows:
            yield from (f"{prefix}.{key}" for key, answer in row.items() if _is_something(answer))


def _is_something(answer: object) -> bool:
    if isinstance(answer, Bounds):
        return answer.hi > 0
    return bool(answer) and answer != NONE
