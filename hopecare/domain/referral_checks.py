"""What is checked before a case goes to an office: facts in, findings with their weight out.

Each finding is a code with the facts of its sentence. What speaks against sending has to be
answered; a word on free places that is too old is asked for first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.service_facts import CapacityState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from hopecare.domain.service_facts import Capacity, ServiceFacts


class Weight(StrEnum):
    """What a finding means for sending."""

    AGAINST = "against"
    ASK_FIRST = "ask_first"
    KNOW = "know"
    FITS = "fits"


class Doubt(StrEnum):
    """What has to be answered before anything is sent."""

    NOT_LISTED = "not_listed"
    CLOSED_FOR_NOW = "closed_for_now"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    OUT_OF_AREA = "out_of_area"
    RULES_AGAINST = "rules_against"
    RECEIVED_ALREADY = "received_already"
    LANGUAGE_MISSING = "language_missing"
    NO_PLACES = "no_places"
    CAPACITY_OLD = "capacity_old"
    CAPACITY_NEVER = "capacity_never"


class Known(StrEnum):
    """What is good to know before it is sent, and needs no answer."""

    AGE_UNKNOWN = "age_unknown"
    HOME_UNKNOWN = "home_unknown"
    AREA_IN_WORDS = "area_in_words"
    QUALIFIES_IN_WORDS = "qualifies_in_words"
    RULES_UNSURE = "rules_unsure"
    RULES_NOT_ASKED = "rules_not_asked"
    LANGUAGE_INTERPRETED = "language_interpreted"
    LANGUAGE_UNKNOWN = "language_unknown"
    WAITING_LIST = "waiting_list"
    CAPACITY_NOT_ASKED = "capacity_not_asked"
    """Nobody has asked, and the service is an application for what the law grants."""
    CLOSED_NOW = "closed_now"
    HOLIDAY_TODAY = "holiday_today"
    HOURS_IN_WORDS = "hours_in_words"
    AGE_FITS = "age_fits"
    RULES_FIT = "rules_fit"
    LANGUAGE_FITS = "language_fits"
    HAS_PLACES = "has_places"
    OPEN_NOW = "open_now"


class DespiteReason(StrEnum):
    """Why it is sent all the same."""

    OFFICE_SAID_YES = "office_said_yes"
    OFFICE_DECIDES = "office_decides"
    """They have a right to apply, and to an answer in writing."""
    NO_OTHER_SERVICE = "no_other_service"
    CANNOT_WAIT = "cannot_wait"


ASK_FIRST: Final = frozenset({Doubt.CAPACITY_OLD, Doubt.CAPACITY_NEVER})
"""The office is rung before anything is sent."""
FITS: Final = frozenset(
    {Known.AGE_FITS, Known.RULES_FIT, Known.LANGUAGE_FITS, Known.HAS_PLACES, Known.OPEN_NOW}
)


def weight_of(kind: Doubt | Known) -> Weight:
    """Say what a finding means for sending."""
    if isinstance(kind, Doubt):
        return Weight.ASK_FIRST if kind in ASK_FIRST else Weight.AGAINST
    return Weight.FITS if kind in FITS else Weight.KNOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding with the facts of its sentence."""

    kind: Doubt | Known
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """Say what it means for sending."""
        return weight_of(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWord:
    """What the standing support check says of the programme the service leads to."""

    verdict: Verdict
    receipt: Receipt
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """What is known of whoever is referred, as far as an office asks for it."""

    age: int | None
    areas: Collection[UUID]
    """The home's area with all above it; none where it is not known."""
    language: str
    rule: RuleWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """When and where it is sent."""

    moment: datetime
    """Now, by the town's clock."""
    language: str
    """The town's own: every office speaks it unless it says otherwise."""
    old_after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Despite:
    """The answer to what speaks against it: to which findings, by which reason, in words."""

    doubts: frozenset[Doubt] = frozenset()
    reason: DespiteReason | None = None
    words: str | None = None


def checks_of(service: ServiceFacts, who: Referred, here: Here) -> tuple[Check, ...]:
    """Check who qualifies, free places, hours and language; what speaks against it first."""
    found = chain(
        _listed(service, here.moment.date()),
        _age(service, who),
        _area(service, who),
        _rules(service, who),
        _language(service, who, here),
        _places(service, here),
        _hours(service, here),
    )
    order = tuple(Weight)
    return tuple(sorted(found, key=lambda each: order.index(each.weight)))


def to_answer(checks: Iterable[Check]) -> frozenset[Doubt]:
    """Say which findings have to be answered before anything is sent."""
    return frozenset(each.kind for each in checks if isinstance(each.kind, Doubt))


def room_of(service: ServiceFacts, here: Here) -> Doubt | None:
    """Say what a service alone has against taking anybody in; None where it may have room."""
    of_itself = chain(_listed(service, here.moment.date()), _places(service, here))
    return min(to_answer(of_itself), key=_ROOMS.index, default=None)


_ROOMS: Final = (
    Doubt.NOT_LISTED,
    Doubt.CLOSED_FOR_NOW,
    Doubt.NO_PLACES,
    Doubt.CAPACITY_OLD,
    Doubt.CAPACITY_NEVER,
)
"""What is said of a service in a list: the first of these that holds."""
TAKES_NOBODY: Final = frozenset({Doubt.NOT_LISTED, Doubt.CLOSED_FOR_NOW, Doubt.NO_PLACES})
"""They stand last where one chooses; who is only to be rung first stands where it stood."""


def unanswered(checks: Iterable[Check], said: Despite | None) -> frozenset[Doubt]:
    """Say which findings nobody has answered: an answer holds for what was looked at alone."""
    needed = to_answer(checks)
    return needed if said is None or said.reason is None else needed - said.doubts


def _check(kind: Doubt | Known, **facts: Any) -> Check:  # noqa: ANN401  each sentence has its own
    return Check(kind=kind, facts=facts)


def _listed(service: ServiceFacts, today: date) -> Iterator[Check]:
    if service.vanished_on is not None and service.vanished_on <= today:
        yield _check(Doubt.NOT_LISTED, on=service.vanished_on)
    if service.closed_for_now_since is not None and service.closed_for_now_since <= today:
        yield _check(Doubt.CLOSED_FOR_NOW, on=service.closed_for_now_since)


def _age(service: ServiceFacts, who: Referred) -> Iterator[Check]:
    least, most, age = service.least_age, service.most_age, who.age
    if service.qualifies:
        yield _check(Known.QUALIFIES_IN_WORDS, words=service.qualifies)
    if least is None and most is None:
        return
    if age is None:
        yield _check(Known.AGE_UNKNOWN, least=least, most=most)
    elif service.takes_age(age):
        yield _check(Known.AGE_FITS, least=least, most=most, age=age)
    elif least is not None and age < least:
        yield _check(Doubt.TOO_YOUNG, least=least, age=age)
    else:
        yield _check(Doubt.TOO_OLD, most=most, age=age)


def _area(service: ServiceFacts, who: Referred) -> Iterator[Check]:
    serves = service.serves(who.areas)
    if serves is None:
        yield _check(Known.AREA_IN_WORDS, words=", ".join(service.area_words))
    elif not serves:
        yield _check(Doubt.OUT_OF_AREA if who.areas else Known.HOME_UNKNOWN)


def _rules(service: ServiceFacts, who: Referred) -> Iterator[Check]:
    """What the rules say of the programme; the office decides."""
    if service.programme is None:
        return
    if who.rule is None:
        yield _check(Known.RULES_NOT_ASKED, programme=service.programme)
        return
    said = {"programme": service.programme, "on": who.rule.on}
    if who.rule.receipt is Receipt.RECEIVING:
        yield _check(Doubt.RECEIVED_ALREADY, **said)
    yield _check(_OF_VERDICT[who.rule.verdict], **said)


_OF_VERDICT: Final[Mapping[Verdict, Doubt | Known]] = MappingProxyType(
    {
        Verdict.ELIGIBLE: Known.RULES_FIT,
        Verdict.INELIGIBLE: Doubt.RULES_AGAINST,
        Verdict.UNKNOWN: Known.RULES_UNSURE,
    }
)


def _language(service: ServiceFacts, who: Referred, here: Here) -> Iterator[Check]:
    if who.language in service.languages:
        yield _check(Known.LANGUAGE_FITS, language=who.language)
    elif service.interpretation:
        words = service.interpretation
        yield _check(Known.LANGUAGE_INTERPRETED, language=who.language, words=words)
    elif service.languages:
        yield _check(Doubt.LANGUAGE_MISSING, language=who.language)
    elif who.language != here.language:
        yield _check(Known.LANGUAGE_UNKNOWN, language=who.language)


def _places(service: ServiceFacts, here: Here) -> Iterator[Check]:
    word = service.capacity
    if not word.is_known:
        is_law = service.programme is not None
        yield _check(Known.CAPACITY_NOT_ASKED if is_law else Doubt.CAPACITY_NEVER)
    elif word.is_old(here.moment, after_days=here.old_after_days):
        yield _check(Doubt.CAPACITY_OLD, days=_days_since(word, here), state=word.state)
    else:
        yield _check(
            _OF_STATE[word.state or CapacityState.OPEN],
            days=_days_since(word, here),
            places=word.free_places,
        )


_OF_STATE: Final[Mapping[CapacityState, Doubt | Known]] = MappingProxyType(
    {
        CapacityState.OPEN: Known.HAS_PLACES,
        CapacityState.WAITING_LIST: Known.WAITING_LIST,
        CapacityState.FULL: Doubt.NO_PLACES,
    }
)


def _days_since(word: Capacity, here: Here) -> int:
    return max((here.moment - word.as_of).days, 0) if word.as_of else 0


def _hours(service: ServiceFacts, here: Here) -> Iterator[Check]:
    is_open = service.is_open_at(here.moment)
    if service.is_shut_on(here.moment.date()):
        yield _check(Known.HOLIDAY_TODAY)
    elif is_open is not None:
        yield _check(Known.OPEN_NOW if is_open else Known.CLOSED_NOW)
    if is_open is not True and service.hours_words:
        yield _check(Known.HOURS_IN_WORDS, words=service.hours_words)
