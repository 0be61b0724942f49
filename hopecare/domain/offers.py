"""Answers to offers: who may still say yes, and the words for a no, a visit and an end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hopecare.domain.care_path import OfferEvent, OfferStatus


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


class StandDownCause(StrEnum):
    """Why a volunteer who was asked is not needed any more; each has its own true words."""

    FILLED = "filled"
    """Somebody else said yes."""
    ENDED = "ended"
    """The need or the consent has ended. Why is never said: it would tell of the resident."""


class StopReason(StrEnum):
    """Why a task ended that its helper did not end."""

    RESIDENTS_WISH = "residents_wish"
    HELPERS_WISH = "helpers_wish"
    """They told somebody of staff that they cannot go on."""
    NO_GOOD_MATCH = "no_good_match"
    OTHER = "other"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    HELPER_REFUSED = "helper_refused"
    """The resident would rather not have this volunteer."""
    HELPER_SUSPENDED = "helper_suspended"


CHOSEN_BY_STAFF: tuple[StopReason, ...] = (
    StopReason.RESIDENTS_WISH,
    StopReason.HELPERS_WISH,
    StopReason.NO_GOOD_MATCH,
    StopReason.OTHER,
)
"""What staff may say when they end one helper's task; the others follow from another act."""


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
    ENDED = "ended"
    """The need is met or has ended, or the volunteer may not help at present."""
    NO_CAPACITY = "no_capacity"
    """The volunteer holds as much as they wished to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """How an offer and its need stand at the moment somebody says yes."""

    status: OfferStatus
    places: int
    filled: int
    need_is_live: bool = True
    helper_has_room: bool = True
    helper_is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDecision:
    """Whether the yes counts, why, and the moves the offer makes by it."""

    allowed: bool
    reason: AcceptReason
    events: tuple[OfferEvent, ...] = ()


def may_accept(offer: OfferFacts) -> AcceptDecision:
    """Decide about a yes.

    A yes after the time was over counts as long as nobody was faster. A yes that comes too late is
    never refused: it is thanked and kept as backup.
    """
    if offer.status is OfferStatus.ACCEPTED:
        return AcceptDecision(allowed=True, reason=AcceptReason.ALREADY_YOURS)
    if not (offer.need_is_live and offer.helper_is_active):
        return AcceptDecision(allowed=False, reason=AcceptReason.ENDED)
    late = () if offer.status is OfferStatus.LATE else (OfferEvent.SAID_YES_LATE,)
    if offer.filled >= offer.places:
        return AcceptDecision(allowed=False, reason=AcceptReason.TAKEN, events=late)
    if not offer.helper_has_room:
        return AcceptDecision(allowed=False, reason=AcceptReason.NO_CAPACITY)
    before = () if offer.status is OfferStatus.STANDING else late
    return AcceptDecision(
        allowed=True, reason=AcceptReason.FREE, events=(*before, OfferEvent.ACCEPTED)
    )
