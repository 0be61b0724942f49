"""A message a coordinator writes to many: to whom it may go, in whose language, and who is left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import HoldReason
from hopecare.domain.group_sketches import packed, sketch_of
from hopecare.domain.states import MessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from hopecare.domain.send_gate import SendDecision

LONGEST_WORDS: Final = 1580
"""What somebody may write; the sender's name in front brings it to what a network takes."""

TOLD_TOGETHER: Final = "told_together"
"""How words end whose like had left for the same telephone before."""
LEFT: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)
"""How a message stands that the network has taken."""


class Audience(StrEnum):
    """Which people of the centre are written to."""

    VOLUNTEERS = "volunteers"
    RESIDENTS = "residents"
    """Those who agree to be asked how they are: that is the yes to be written to."""


class BroadcastState(StrEnum):
    """How far a broadcast has come."""

    DRAFT = "draft"
    UNDER_WAY = "under_way"
    WRITTEN = "written"
    """Every message of it is in the outbox, or has left."""
    STOPPED = "stopped"


class LeftOut(StrEnum):
    """Why somebody of the group is not written to."""

    NO_TELEPHONE = "no_telephone"
    LANDLINE = "landline"
    """A landline cannot take texts."""
    OPTED_OUT = "opted_out"
    UNSAFE = "unsafe"
    NO_CONSENT = "no_consent"
    HAS_DIED = "has_died"
    TOO_LATE = "too_late"
    """It is over, or would be before they may be disturbed again."""
    CAME_LATER = "came_later"
    """Could be reached only after the sender had looked: they never saw this person."""
    OF_THE_GROUP_NO_MORE = "of_the_group_no_more"
    """The sender saw them, and what the filters ask is not true of them any more."""


class NotBegun(StrEnum):
    """Why nothing of a message to many that somebody sent was begun."""

    GROUP_CHANGED = "group_changed"
    """More of the group is different than can be told one by one."""
    NOBODY_REACHABLE = "nobody_reachable"
    PAST_THE_CAP = "past_the_cap"
    NOT_ALLOWED = "not_allowed"
    """Whoever sent it may not do it any more."""


_BY_HOLD: Final[Mapping[HoldReason, LeftOut | HoldReason]] = MappingProxyType(
    {
        HoldReason.UNSAFE: LeftOut.UNSAFE,
        HoldReason.OPTED_OUT: LeftOut.OPTED_OUT,
        HoldReason.NO_CONSENT: LeftOut.NO_CONSENT,
        HoldReason.HAS_DIED: LeftOut.HAS_DIED,
        HoldReason.NO_CONTACT_POINT: LeftOut.NO_TELEPHONE,
        # Nothing about this person: it passes, and is never kept with them.
        HoldReason.TOO_MANY: HoldReason.TOO_MANY,
        HoldReason.COST_CAP: HoldReason.COST_CAP,
    }
)
"""Every word the gate may hold with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """From when a message may leave, and until when it is true."""

    not_before: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGroup:
    """What a sender looked at: which message, and whom it reached then."""

    broadcast_id: UUID
    version: int
    people: str
    """As a sketch (`domain/group_sketches.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person of the group."""

    person_id: UUID
    language: str
    """In which they read it."""
    left_out: LeftOut | HoldReason | None
    """Why they are not written to: by what is known of them, or by what holds all sending now."""
    waits_until: datetime | None
    """When they may be disturbed again; None for now, or as soon as it may leave."""


def seen_group(broadcast_id: UUID, version: int, people: Sequence[Recipient]) -> SeenGroup:
    """Say what was looked at, in a few kilobytes: what is to be said never changes."""
    reached = (each.person_id for each in people if each.left_out is None)
    return SeenGroup(broadcast_id=broadcast_id, version=version, people=packed(sketch_of(reached)))


def left_out(
    decision: SendDecision, *, has_landline: bool, at: datetime, valid_until: datetime
) -> LeftOut | HoldReason | None:
    """Say why a text would not reach somebody, by what the gate says at a moment; else None."""
    if decision.hold is HoldReason.NO_CONTACT_POINT and has_landline:
        return LeftOut.LANDLINE
    if decision.hold is not None:
        return _BY_HOLD[decision.hold]
    leaves_at = decision.wait_until or at
    return LeftOut.TOO_LATE if leaves_at >= valid_until else None


def can_go(people: Sequence[Recipient]) -> bool:
    """Say whether it may be sent to this group: somebody is reached, and nothing holds sending."""
    reasons = {each.left_out for each in people}
    return None in reasons and not any(isinstance(each, HoldReason) for each in reasons)


def language_for(own: str, town: str, words: Mapping[str, str]) -> str:
    """Give the language somebody reads it in: theirs, else the town's, else what was written."""
    return next((each for each in (own, town) if each in words), next(iter(words)))


def state_of(
    *, sent_at: datetime | None, written_at: datetime | None, stopped_at: datetime | None
) -> BroadcastState:
    """Say how far it has come, by its dates."""
    if stopped_at is not None:
        return BroadcastState.STOPPED
    if sent_at is None:
        return BroadcastState.DRAFT
    return BroadcastState.UNDER_WAY if written_at is None else BroadcastState.WRITTEN
