"""Closing a case is looked at by a second person, where a town wants it so. Data."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.machines import Machine

if TYPE_CHECKING:
    from collections.abc import Iterable

SECOND_PERSON: Final = "cases.second_person"
DECIDE_WITHIN: Final = timedelta(days=2)
"""So long a proposal may wait before it is late on a desk."""


class ClosingStatus(StrEnum):
    """Where the proposal to close a case stands."""

    PENDING = "pending"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    """With words; its maker proposes it anew, or withdraws it."""
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """It was proposed anew."""
    OVERTAKEN = "overtaken"
    """The case was closed in another way: a death, or the resident's own wish."""


class ClosingEvent(StrEnum):
    """What may happen to such a proposal."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    PROPOSED_ANEW = "proposed_anew"
    CASE_CLOSED = "case_closed"


_S, _E = ClosingStatus, ClosingEvent
CLOSING: Final[Machine[ClosingStatus, ClosingEvent]] = Machine(
    name="closing",
    start=_S.PENDING,
    moves=MappingProxyType(
        {
            (_S.PENDING, _E.APPROVED): _S.APPROVED,
            (_S.PENDING, _E.SENT_BACK): _S.SENT_BACK,
            (_S.SENT_BACK, _E.PROPOSED_ANEW): _S.REPLACED,
            **{
                (each, event): follows
                for each in (_S.PENDING, _S.SENT_BACK)
                for event, follows in (
                    (_E.WITHDRAWN, _S.WITHDRAWN),
                    (_E.CASE_CLOSED, _S.OVERTAKEN),
                )
            },
        }
    ),
    final=frozenset({_S.APPROVED, _S.WITHDRAWN, _S.REPLACED, _S.OVERTAKEN}),
)


class StillOpen(StrEnum):
    """What of a case may still be open when somebody wishes to close it."""

    CRISIS = "crisis"
    ALERT = "alert"
    NEED = "need"
    REFERRAL = "referral"
    APPLICATION = "application"
    CALL = "call"
    """A call that is owed for the case, to an office or to a person."""


GOES_ON: Final = frozenset({StillOpen.REFERRAL, StillOpen.APPLICATION, StillOpen.CALL})
"""What does not end with the case: whoever closes it alone says that they have seen it."""


def fingerprint(case_version: int, still_open: Iterable[str]) -> str:
    """Give one mark for how a case stands: another mark, and it has to be looked at again."""
    stands = "\n".join([str(case_version), *sorted(still_open)])
    return hashlib.sha256(stands.encode()).hexdigest()[:32]
