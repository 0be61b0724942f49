"""What the record of a household knows before anybody has asked: ages, kinship, number, place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.ages import age_on
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.later_ages import AGE, RELATION, SELF
from hopecare.domain.people import HouseholdMemberRole as Kin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.facts import Answer
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack

TO_HEAD: Final = {Kin.SPOUSE: "spouse", Kin.CHILD: "child", Kin.PARENT: "parent"}
OTHER: Final = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """One who lives there: the birth date if it is known, and what they are to the head."""

    born: date | None
    role: Kin | None = None


def facts_on_record(
    pack: Pack, living: Sequence[OnRecord], *, area: str | None, today: date
) -> HouseholdFacts:
    """Give what need not be asked; the first of the living is the one asked about.

    Every record begins with one person, so one alone says nothing of how many there are.
    """
    values: dict[str, Answer] = dict(_by_area(pack, area or ""))
    rows = {}
    for listed in pack.lists.values():
        rows[listed.key] = tuple(
            _row(pack, listed, living[0], place, each, today) for place, each in enumerate(living)
        )
        if len(living) > 1:
            values[listed.counted_by] = len(living)
    return HouseholdFacts(values=values, rows=rows)


def _by_area(pack: Pack, code: str) -> Mapping[str, str]:
    """Give the answers that the official code of the area stands for; the longest match wins."""
    found = {}
    for fact in pack.facts.values():
        begins = [begin for begin in fact.areas if code.startswith(begin)]
        if begins:
            found[fact.key] = fact.areas[max(begins, key=len)]
    return found


def _row(
    pack: Pack, listed: ListDeclaration, asked: OnRecord, place: int, each: OnRecord, today: date
) -> dict[str, Answer]:
    row: dict[str, Answer] = {}
    age = pack.facts.get(f"{listed.row}.{AGE}")
    if age is not None and each.born is not None:
        row[AGE] = min(age_on(each.born, day=today), int(age.hi))
    kinship = pack.facts.get(f"{listed.row}.{RELATION}")
    relation = SELF if place == 0 else _relation(asked.role, each.role)
    if kinship is not None and relation in kinship.choices:
        row[RELATION] = relation
    return row


def _relation(asked: Kin | None, other: Kin | None) -> str | None:
    """Say what another is to the one asked; the record says it of the head alone."""
    if asked is Kin.HEAD and other is not None:
        return TO_HEAD.get(other, OTHER)
    return "spouse" if asked is Kin.SPOUSE and other is Kin.HEAD else None
