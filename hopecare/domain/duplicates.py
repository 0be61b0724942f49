"""Whether two records may be one person: points with named reasons, for a person to look at.

Values are compared as keyed hashes; nothing here sees a name or a number. Nothing is ever joined
by points alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

New = TypeVar("New")
Known = TypeVar("Known")


class Likeness(StrEnum):
    """One way in which two records agree, or plainly do not."""

    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    SAME_NAME_IN_LETTERS = "same_name_in_letters"
    """Written in another script, order or spelling."""
    NAME_BEGINS_ALIKE = "name_begins_alike"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_ADDRESS = "same_address"
    SAME_BUILDING = "same_building"
    SAME_AREA = "same_area"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_NAME = "other_name"


class Verdict(StrEnum):
    """What the points say."""

    SAME = "same"
    """As good as certain: shown first, and joined only when a person says so."""
    POSSIBLE = "possible"
    DIFFERENT = "different"


POINTS: Final[Mapping[Likeness, int]] = MappingProxyType(
    {
        Likeness.SAME_PHONE: 50,
        Likeness.SAME_NAME: 40,
        Likeness.SAME_NAME_IN_LETTERS: 30,
        Likeness.NAME_BEGINS_ALIKE: 10,
        Likeness.SAME_BIRTH_DATE: 40,
        Likeness.SAME_ADDRESS: 25,
        Likeness.SAME_BUILDING: 10,
        Likeness.SAME_AREA: 5,
        # Families share a telephone and a home; two birth dates make two people.
        Likeness.OTHER_BIRTH_DATE: -50,
        Likeness.OTHER_NAME: -20,
    }
)
LOOK_FROM: Final = 50
"""In a list of thousands a name alone, or a name in one district, is no reason to look."""
SAME_FROM: Final = 80
POSSIBLE_FROM: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTraces:
    """What a record leaves to compare by: hashes, and an area in clear."""

    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Of every writing of the name."""
    letters: frozenset[str] = frozenset()
    """Of the name as it sounds in letters."""
    prefixes: frozenset[str] = frozenset()
    """Of the longest beginnings only, so that a common family name is no likeness."""
    birth_on: str | None = None
    address: str | None = None
    building: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateScore:
    """How alike two records are, and by what."""

    points: int
    reasons: tuple[Likeness, ...]
    verdict: Verdict


def score_duplicate(a: PersonTraces, b: PersonTraces) -> DuplicateScore:
    """Compare two records; the reasons stand in the order of their weight."""
    found = [*_name_likeness(a, b), *_place_likeness(a, b)]
    if a.phones & b.phones:
        found.append(Likeness.SAME_PHONE)
    if a.birth_on and b.birth_on:
        same = a.birth_on == b.birth_on
        found.append(Likeness.SAME_BIRTH_DATE if same else Likeness.OTHER_BIRTH_DATE)
    points = sum(POINTS[likeness] for likeness in found)
    reasons = tuple(sorted(found, key=lambda likeness: (-abs(POINTS[likeness]), likeness)))
    return DuplicateScore(points=points, reasons=reasons, verdict=_verdict(points))


@dataclass(frozen=True, slots=True, kw_only=True)
class LikePair(Generic[New, Known]):
    """A newcomer of a list and whom they may be."""

    new: New
    known: Known
    score: DuplicateScore


def like_pairs(
    newcomers: Sequence[tuple[New, PersonTraces]], known: Iterable[tuple[Known, PersonTraces]]
) -> Iterator[LikePair[New, Known | New]]:
    """Find for each newcomer the likeliest of the known and of the newcomers before them.

    Only those are compared who share a telephone, or a name with a birth date or a building:
    nobody else reaches `LOOK_FROM`, and a list of thousands is never compared with itself.
    """
    by_key: dict[tuple[str, ...], list[tuple[Known | New, PersonTraces]]] = defaultdict(list)
    for person, traces in known:
        for key in _keys(traces):
            by_key[key].append((person, traces))
    for new, traces in newcomers:
        keys = _keys(traces)
        others = {id(each): each for key in keys for each in by_key[key]}.values()
        scored = [(score_duplicate(traces, theirs), person) for person, theirs in others]
        best = max(scored, key=lambda each: each[0].points, default=None)
        if best is not None and best[0].points >= LOOK_FROM:
            yield LikePair(new=new, known=best[1], score=best[0])
        entry: tuple[Known | New, PersonTraces] = (new, traces)
        for key in keys:
            by_key[key].append(entry)


def _keys(traces: PersonTraces) -> set[tuple[str, ...]]:
    """What two records must share to be worth comparing."""
    marks = [mark for mark in (traces.birth_on, traces.building, traces.address) if mark]
    return {(phone,) for phone in traces.phones} | {
        (letters, mark) for letters in traces.letters for mark in marks
    }


def _name_likeness(a: PersonTraces, b: PersonTraces) -> list[Likeness]:
    """The strongest way in which the names agree; none where a name is missing."""
    if not (a.names and b.names):
        return []
    if a.names & b.names:
        return [Likeness.SAME_NAME]
    if a.letters & b.letters:
        return [Likeness.SAME_NAME_IN_LETTERS]
    if a.prefixes & b.prefixes:
        return [Likeness.NAME_BEGINS_ALIKE]
    return [Likeness.OTHER_NAME]


def _place_likeness(a: PersonTraces, b: PersonTraces) -> list[Likeness]:
    """The nearest way in which the places agree."""
    if a.address and a.address == b.address:
        return [Likeness.SAME_ADDRESS]
    if a.building and a.building == b.building:
        return [Likeness.SAME_BUILDING]
    if a.area and a.area == b.area:
        return [Likeness.SAME_AREA]
    return []


def _verdict(points: int) -> Verdict:
    if points >= SAME_FROM:
        return Verdict.SAME
    return Verdict.POSSIBLE if points >= POSSIBLE_FROM else Verdict.DIFFERENT
