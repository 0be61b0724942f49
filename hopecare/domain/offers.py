"""Asking neighbours: how many at once, for how long, and who may still say yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.urgency import Urgency

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID


class DeclineReason(StrEnum):
    """Why a volunteer cannot this time; always optional."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    NOT_MY_SKILL = "not_my_skill"
    AWAY = "away"
    OTHER = "other"


class TaskEnd(StrEnum):
    """How a task ended."""

    FINISHED = "finished"
    HANDED_BACK = "handed_back"
    """The helper gave it back; a successor is asked at once."""
    STOPPED = "stopped"
    """Staff ended it, or the case closed."""


class VisitResult(StrEnum):
    """What came of a visit."""

    MET = "met"
    NOT_HOME = "not_home"
    DOOR_NOT_OPENED = "door_not_opened"
    PUT_OFF = "put_off"
    """The resident asked for another day."""


class AcceptReason(StrEnum):
    """Why a yes counts, or what is true instead."""

    FREE = "free"
    ALREADY_YOURS = "already_yours"
    """A repeated yes: the same answer again."""
    TAKEN = "taken"
    """Somebody was faster: thanked, and kept as backup."""
    LAPSED = "lapsed"
    ENDED = "ended"
    """The need is met or has ended."""
    NO_CAPACITY = "no_capacity"
    """The volunteer holds as much as they wished to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRule:
    """How one urgency is asked for."""

    live: int
    """Offers that stand at the same time; each no is replaced."""
    lapses_after: timedelta
    """How long somebody may think about it, counted outside quiet hours."""
    call_list_after: timedelta
    """Unfilled for so long, a coordinator gets a list of five to ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPolicy:
    """How neighbours are asked; configuration."""

    rules: Mapping[Urgency, WaveRule]
    most_asked: int = 12
    """More than this many are never asked for one need without a coordinator's word."""
    rest_for: timedelta = timedelta(hours=24)
    """Somebody who was asked for this need is not asked again before this."""
    quiet_from: time = time(21)
    quiet_until: time = time(8)


DEFAULT_POLICY: Final = OfferPolicy(
    rules=MappingProxyType(
        {
            Urgency.CRISIS: WaveRule(
                live=5, lapses_after=timedelta(minutes=20), call_list_after=timedelta(hours=1)
            ),
            Urgency.SOON: WaveRule(
                live=3, lapses_after=timedelta(hours=2), call_list_after=timedelta(hours=9)
            ),
            Urgency.ORDINARY: WaveRule(
                live=3, lapses_after=timedelta(hours=12), call_list_after=timedelta(hours=90)
            ),
        }
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """How an offer and its need stand at the moment somebody says yes."""

    status: OfferStatus
    lapses_at: datetime
    places: int
    filled: int
    need_is_live: bool = True
    helper_has_room: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDecision:
    """Whether the yes counts, why, and what then happens to the offer."""

    allowed: bool
    reason: AcceptReason
    event: OfferEvent | None = None


def people_to_ask(
    policy: OfferPolicy, urgency: Urgency, *, standing: int, asked: int, open_places: int = 1
) -> int:
    """How many more to ask now, so that enough offers stand and not too many were made."""
    if open_places <= 0:
        return 0
    wanted = policy.rules[urgency].live + (open_places - 1)
    return max(0, min(wanted - standing, policy.most_asked - asked))


def not_asked_yet(
    ranked: Collection[UUID], asked_at: Mapping[UUID, datetime], policy: OfferPolicy, now: datetime
) -> tuple[UUID, ...]:
    """Those of the ranking who may be asked: not asked for this need within the rest."""
    return tuple(
        helper_id
        for helper_id in ranked
        if helper_id not in asked_at or now - asked_at[helper_id] >= policy.rest_for
    )


def lapses_at(policy: OfferPolicy, urgency: Urgency, *, now: datetime, zone: str) -> datetime:
    """When an offer made now lapses; the clock stands still in quiet hours."""
    left = policy.rules[urgency].lapses_after
    moment = now.astimezone(ZoneInfo(zone))
    while True:
        moment = _awake_from(policy, moment)
        bedtime = _next(moment, policy.quiet_from)
        if _between(moment, bedtime) >= left or policy.quiet_from == policy.quiet_until:
            return moment.astimezone(UTC) + left
        left -= _between(moment, bedtime)
        moment = bedtime


def may_accept(offer: OfferFacts, now: datetime) -> AcceptDecision:
    """Decide about a yes. A late yes is never refused: it is thanked and kept as backup."""
    if offer.status is OfferStatus.ACCEPTED:
        return AcceptDecision(allowed=True, reason=AcceptReason.ALREADY_YOURS)
    too_late = {
        AcceptReason.ENDED: not offer.need_is_live,
        AcceptReason.TAKEN: offer.filled >= offer.places,
        AcceptReason.NO_CAPACITY: not offer.helper_has_room,
        AcceptReason.LAPSED: _has_lapsed(offer, now),
    }
    reason = next((reason for reason, holds in too_late.items() if holds), None)
    if reason is not None:
        # A repeated late yes changes nothing more.
        event = None if offer.status is OfferStatus.LATE else OfferEvent.SAID_YES_LATE
        return AcceptDecision(allowed=False, reason=reason, event=event)
    return AcceptDecision(allowed=True, reason=AcceptReason.FREE, event=OfferEvent.ACCEPTED)


def _has_lapsed(offer: OfferFacts, now: datetime) -> bool:
    """Whether the offer no longer stands; a late yes that waits as backup does not lapse."""
    if offer.status is OfferStatus.STANDING:
        return now >= offer.lapses_at
    return offer.status is not OfferStatus.LATE


def _awake_from(policy: OfferPolicy, moment: datetime) -> datetime:
    """This moment, or the end of the quiet hours it lies in."""
    start, end, clock = policy.quiet_from, policy.quiet_until, moment.time()
    is_quiet = start <= clock < end if start <= end else clock >= start or clock < end
    return _next(moment, end) if is_quiet else moment


def _next(moment: datetime, clock: time) -> datetime:
    """The next time the clock shows this."""
    today = moment.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0, fold=0)
    return today if today > moment else today + timedelta(days=1)


def _between(start: datetime, end: datetime) -> timedelta:
    """The time that passes, also over a change of clocks."""
    return end.astimezone(UTC) - start.astimezone(UTC)
