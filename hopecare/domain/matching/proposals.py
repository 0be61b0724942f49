"""Lists of proposals: how far a list has come, and what may become of each proposal in it. Data."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.errors import MoveNotAllowedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

STANDS_FOR: Final = timedelta(hours=24)
"""A list is a draft for a day; what people can do changes faster than that is read."""


class ListState(StrEnum):
    """How far a list has come."""

    MAKING = "making"
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    """Everything in it is decided, and somebody was asked."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """A newer list took its place, or it could not be made."""


class ProposalStatus(StrEnum):
    """How one proposal stands."""

    PROPOSED = "proposed"
    CHANGED = "changed"
    """A person chose somebody else than the machine."""
    DROPPED = "dropped"
    CONFIRMED = "confirmed"
    """The volunteer was asked."""
    APPEALED = "appealed"
    """A person said that the two do not suit each other."""
    GONE = "gone"
    """When it was confirmed, it could not be any more."""


class ProposalEvent(StrEnum):
    """What happens to a proposal."""

    OTHER_CHOSEN = "other_chosen"
    DROPPED = "dropped"
    CONFIRMED = "confirmed"
    APPEALED = "appealed"
    WENT = "went"


class AppealReason(StrEnum):
    """Why two do not suit each other, or what is asked does not suit a volunteer. Codes only."""

    DID_NOT_GET_ON = "did_not_get_on"
    KNOW_EACH_OTHER = "know_each_other"
    WAY_IS_HARDER = "way_is_harder"
    """The way is longer or harder than it looks on the map."""
    DOES_ENOUGH = "does_enough"
    KIND_OF_HELP = "kind_of_help"
    TOO_FAR = "too_far"
    WRONG_HOURS = "wrong_hours"
    TOO_OFTEN = "too_often"
    OTHER = "other"


FOR_STAFF: Final = (
    AppealReason.DID_NOT_GET_ON,
    AppealReason.KNOW_EACH_OTHER,
    AppealReason.WAY_IS_HARDER,
    AppealReason.DOES_ENOUGH,
    AppealReason.OTHER,
)
FOR_VOLUNTEERS: Final = (
    AppealReason.KIND_OF_HELP,
    AppealReason.TOO_FAR,
    AppealReason.WRONG_HOURS,
    AppealReason.TOO_OFTEN,
    AppealReason.OTHER,
)
UNDECIDED: Final = (ProposalStatus.PROPOSED, ProposalStatus.CHANGED)
"""Those that still may be confirmed."""
_P, _E = ProposalStatus, ProposalEvent
_MOVES: Final[Mapping[tuple[ProposalStatus, ProposalEvent], ProposalStatus]] = MappingProxyType(
    {
        **{
            (open_, event): then
            for open_ in UNDECIDED
            for event, then in (
                (_E.DROPPED, _P.DROPPED),
                (_E.CONFIRMED, _P.CONFIRMED),
                (_E.APPEALED, _P.APPEALED),
                (_E.WENT, _P.GONE),
            )
        },
        **{
            (before, _E.OTHER_CHOSEN): _P.CHANGED
            for before in (*UNDECIDED, _P.DROPPED, _P.APPEALED, _P.GONE)
        },
    }
)


def moved(status: ProposalStatus, event: ProposalEvent) -> ProposalStatus:
    """Say what a proposal becomes; refuse what cannot happen to it any more."""
    then = _MOVES.get((status, event))
    if then is None:
        raise MoveNotAllowedError(machine="proposal", status=status, event=event)
    return then


def state_of(
    *,
    made_at: datetime | None,
    expires_at: datetime | None,
    confirmed_at: datetime | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> ListState:
    """Say how far a list has come at a moment; it runs out by itself."""
    if withdrawn_at is not None:
        return ListState.WITHDRAWN
    if made_at is None or expires_at is None:
        return ListState.MAKING
    if confirmed_at is not None:
        return ListState.CONFIRMED
    return ListState.EXPIRED if now >= expires_at else ListState.DRAFT
