"""Hard rules: a pair that breaks one is never shown, offered or assigned. Each has a code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.distance import Point, distance_m
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import GenderWish, Sex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from uuid import UUID

    HelperId = UUID | str

SLOTS: Final = 28
"""Seven days from Monday, four parts of each day."""
WHOLE_WEEK: Final = (1 << SLOTS) - 1
BY_TELEPHONE: Final = frozenset({NeedKind.PHONE_COMPANION})
"""Needs for which it does not matter how far away somebody lives."""


class Rule(StrEnum):
    """Why a pair is out of the question, in the order they are asked."""

    SAME_PERSON = "same_person"
    SAME_HOUSEHOLD = "same_household"
    NOT_ACTIVE = "not_active"
    AWAY = "away"
    REFUSED = "refused"
    """The resident does not want this volunteer; no reason is asked."""
    ASKED_ALREADY = "asked_already"
    """They are being asked for this very need, hold it, or said no to it."""
    SET_ASIDE = "set_aside"
    """Somebody of staff said lately that the two do not suit each other; a person may overrule."""
    CLASHES = "clashes"
    """They have promised to be somewhere else at its hours."""
    SAME_BUILDING = "same_building"
    SAME_WORKPLACE = "same_workplace"
    NOT_A_STRANGER = "not_a_stranger"
    """The resident asks for somebody who does not know them."""
    NO_CAPACITY = "no_capacity"
    SKILLS = "skills"
    CHECK_LEVEL = "check_level"
    CHECK_EXPIRED = "check_expired"
    LANGUAGE = "language"
    GENDER = "gender"
    NO_COMMON_SLOT = "no_common_slot"
    AVOIDS = "avoids"
    NO_PLACE = "no_place"
    """Nothing tells where the volunteer starts from."""
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class SexWish:
    """A wish that our own forms do not ask for, as others may hand it over."""

    sex: Sex
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """What one need asks of a helper."""

    point: Point | None
    """None where nothing is known: then distance decides nothing."""
    kinds: frozenset[str]
    """Every kind of help it takes; a helper must offer all of them."""
    by_telephone: bool = False
    """All of it is done from anywhere. What others hand over knows no such thing: a kind of theirs
    may be called as ours is, and mean something else."""
    check_level: int = CheckLevel.NONE
    language: str | None = None
    language_required: bool = False
    gender_wish: GenderWish | SexWish = GenderWish.NONE
    slots: int = WHOLE_WEEK
    flags: frozenset[str] = frozenset()
    resident_id: HelperId | None = None
    household_ids: frozenset[HelperId] = frozenset()
    refused_ids: frozenset[HelperId] = frozenset()
    asked_ids: frozenset[HelperId] = frozenset()
    set_aside_ids: frozenset[HelperId] = frozenset()
    clashing_ids: frozenset[HelperId] = frozenset()
    """Given where many needs are solved at once; of one need it is asked when it presses."""
    building: str | None = None
    """A blind index, given only where the resident wants nobody of the same building."""
    workplace: str | None = None
    """A blind index, given only where the resident wants nobody of the same workplace."""
    known_ids: frozenset[HelperId] = frozenset()
    """Who knows the resident, given only where they ask for a stranger."""
    previous_helper_id: HelperId | None = None
    on: date | None = None
    """The first day it is given, where that is not the day that is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperFacts:
    """What one volunteer offers, and what they hold already."""

    helper_id: HelperId
    point: Point | None
    radius_m: int
    skills: frozenset[str]
    check_level: int = CheckLevel.NONE
    check_expires_on: date | None = None
    languages: frozenset[str] = frozenset()
    slots: int = WHOLE_WEEK
    sex: Sex | None = None
    avoids: frozenset[str] = frozenset()
    max_active: int = 1
    active: int = 0
    recent_tasks: int = 0
    """Tasks of the last thirty days."""
    is_active: bool = True
    away_until: date | None = None
    """The first day they may be asked again."""
    building: str | None = None
    workplace: str | None = None
    is_rough: bool = False
    """Their place is the middle of a wide square or of a district."""


def slots_from(text: str) -> int:
    """Read 28 characters of 0 and 1 as one number; a shorter text has no more slots."""
    return int(text[:SLOTS][::-1] or "0", 2)


def wished_sex(wish: GenderWish | SexWish) -> tuple[Sex | None, bool]:
    """Whom the resident wishes, and whether nobody else will do."""
    if isinstance(wish, SexWish):
        return wish.sex, wish.is_required
    return _WISHED[wish]


_WISHED: Final[Mapping[GenderWish, tuple[Sex | None, bool]]] = MappingProxyType(
    {
        GenderWish.NONE: (None, False),
        GenderWish.FEMALE_PREFERRED: (Sex.FEMALE, False),
        GenderWish.FEMALE_REQUIRED: (Sex.FEMALE, True),
        GenderWish.MALE_PREFERRED: (Sex.MALE, False),
        GenderWish.MALE_REQUIRED: (Sex.MALE, True),
    }
)


def is_by_telephone(need: NeedFacts) -> bool:
    """Say whether all of it can be done from anywhere."""
    return need.by_telephone


def is_anywhere(need: NeedFacts) -> bool:
    """Say whether distance decides nothing: by telephone, or nothing tells where they live."""
    return need.point is None or is_by_telephone(need)


def distance_between(need: NeedFacts, helper: HelperFacts) -> float | None:
    """Metres between the two; 0 for help by telephone, None where a place is missing."""
    if is_by_telephone(need):
        return 0.0
    if need.point is None or helper.point is None:
        return None
    return distance_m(need.point, helper.point)


def first_broken_rule(need: NeedFacts, helper: HelperFacts, *, on: date) -> Rule | None:
    """The first rule this pair breaks on that day, or None when they may meet."""
    on = need.on or on
    return next((rule for rule, breaks in _RULES.items() if breaks(need, helper, on)), None)


def broken_rules(need: NeedFacts, helper: HelperFacts, *, on: date) -> tuple[Rule, ...]:
    """Every rule this pair breaks on that day."""
    on = need.on or on
    return tuple(rule for rule, breaks in _RULES.items() if breaks(need, helper, on))


def _lacks_check(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    return helper.check_level < need.check_level


def _check_expired(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    # An expired check counts as none, so it matters only where one is asked for.
    has_expired = helper.check_expires_on is not None and helper.check_expires_on < on
    return need.check_level > CheckLevel.NONE and has_expired


def _lacks_language(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    return need.language_required and need.language not in helper.languages


def _wrong_gender(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    sex, is_required = wished_sex(need.gender_wish)
    return is_required and helper.sex is not sex


def _same_building(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    return need.building is not None and need.building == helper.building


def _same_workplace(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    return need.workplace is not None and need.workplace == helper.workplace


def _no_place(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    return helper.point is None and not is_by_telephone(need)


def _too_far(need: NeedFacts, helper: HelperFacts, on: date) -> bool:
    del on
    metres = distance_between(need, helper)
    return metres is not None and metres > helper.radius_m


_RULES: Final[Mapping[Rule, Callable[[NeedFacts, HelperFacts, date], bool]]] = MappingProxyType(
    {
        Rule.SAME_PERSON: lambda need, helper, _: need.resident_id == helper.helper_id,
        Rule.SAME_HOUSEHOLD: lambda need, helper, _: helper.helper_id in need.household_ids,
        Rule.NOT_ACTIVE: lambda _, helper, __: not helper.is_active,
        Rule.AWAY: lambda _, helper, on: helper.away_until is not None and helper.away_until > on,
        Rule.REFUSED: lambda need, helper, _: helper.helper_id in need.refused_ids,
        Rule.ASKED_ALREADY: lambda need, helper, _: helper.helper_id in need.asked_ids,
        Rule.SET_ASIDE: lambda need, helper, _: helper.helper_id in need.set_aside_ids,
        Rule.CLASHES: lambda need, helper, _: helper.helper_id in need.clashing_ids,
        Rule.SAME_BUILDING: _same_building,
        Rule.SAME_WORKPLACE: _same_workplace,
        Rule.NOT_A_STRANGER: lambda need, helper, _: helper.helper_id in need.known_ids,
        Rule.NO_CAPACITY: lambda _, helper, __: helper.active >= helper.max_active,
        Rule.SKILLS: lambda need, helper, _: not need.kinds <= helper.skills,
        Rule.CHECK_LEVEL: _lacks_check,
        Rule.CHECK_EXPIRED: _check_expired,
        Rule.LANGUAGE: _lacks_language,
        Rule.GENDER: _wrong_gender,
        Rule.NO_COMMON_SLOT: lambda need, helper, _: not need.slots & helper.slots,
        Rule.AVOIDS: lambda need, helper, _: bool(need.flags & helper.avoids),
        Rule.NO_PLACE: _no_place,
        Rule.TOO_FAR: _too_far,
    }
)
