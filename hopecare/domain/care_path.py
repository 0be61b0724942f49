"""The care path drawn once, as data: the one door to its states, events, moves and steps.

Services never set a status by themselves: they ask `next_status` and write what it answers.
"""

from __future__ import annotations

from typing import Any, Final

from hopecare.domain.moves import (
    ALERT,
    CALL_TASK,
    CASE,
    NEED,
    OFFER,
    REFERRAL,
    REPORT,
    SLOT,
    TASK,
    Machine,
    allowed_events,
    next_status,
)
from hopecare.domain.states import (
    AlertEvent,
    AlertStatus,
    CallTaskEvent,
    CallTaskStatus,
    CaseEvent,
    CaseStatus,
    MessageStatus,
    NeedEvent,
    NeedStatus,
    OfferEvent,
    OfferStatus,
    ReferralEvent,
    ReferralStatus,
    ReportEvent,
    ReportStatus,
    RunState,
    SlotEvent,
    SlotStatus,
    TaskEvent,
    TaskStatus,
)

__all__ = [
    "ALERT",
    "CALL_TASK",
    "CASE",
    "MACHINES",
    "NEED",
    "OFFER",
    "REFERRAL",
    "REPORT",
    "SLOT",
    "TASK",
    "AlertEvent",
    "AlertStatus",
    "CallTaskEvent",
    "CallTaskStatus",
    "CaseEvent",
    "CaseStatus",
    "Machine",
    "MessageStatus",
    "NeedEvent",
    "NeedStatus",
    "OfferEvent",
    "OfferStatus",
    "ReferralEvent",
    "ReferralStatus",
    "ReportEvent",
    "ReportStatus",
    "RunState",
    "SlotEvent",
    "SlotStatus",
    "TaskEvent",
    "TaskStatus",
    "allowed_events",
    "next_status",
]

MACHINES: Final[tuple[Machine[Any, Any], ...]] = (
    REPORT,
    CASE,
    NEED,
    OFFER,
    TASK,
    SLOT,
    REFERRAL,
    ALERT,
    CALL_TASK,
)
"""Every noun of the care path that has a status."""
