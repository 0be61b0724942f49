"""The tone of a code: urgent, soon, well, calm or over. Words always stand beside the colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.application_states import ApplicationStatus
from hopecare.domain.applications import PaperStands, StepStands
from hopecare.domain.broadcasts import BroadcastState
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.goals import GoalStatus
from hopecare.domain.states import (
    AlertStatus,
    AskingStatus,
    CallTaskStatus,
    CaseStatus,
    MessageStatus,
    NeedStatus,
    OfferStatus,
    ReferralStatus,
    ReportStatus,
    RunState,
    SlotStatus,
    TaskStatus,
)
from hopecare.domain.urgency import Urgency

if TYPE_CHECKING:
    from enum import Enum

CRISIS: Final = "crisis"
SOON: Final = "soon"
GOOD: Final = "good"
CALM: Final = "calm"
OVER: Final = "over"

TONES: Final[dict[str, tuple[Enum, ...]]] = {
    CRISIS: (
        Urgency.CRISIS, AlertStatus.RAISED, SlotStatus.HELP_ASKED, SlotStatus.SILENT,
        MessageStatus.FAILED, MessageStatus.UNDELIVERED, RunState.FAILED,
    ),
    SOON: (
        Urgency.SOON, ReportStatus.RECEIVED, ReportStatus.LOOKING, ReportStatus.NO_CAPACITY,
        ReportStatus.NOT_FOUND, CaseStatus.OPEN, NeedStatus.OPEN, SlotStatus.NOT_ASKED,
        AlertStatus.ACKNOWLEDGED, CallTaskStatus.OPEN, ReferralStatus.REFUSED,
        ReferralStatus.NO_ANSWER,
        MessageStatus.UNKNOWN, MessageStatus.HELD, MessageStatus.EXPIRED, Verdict.UNKNOWN,
        BroadcastState.DRAFT, AskingStatus.ESCALATED, AskingStatus.EXPIRED,
        ApplicationStatus.PREPARING, PaperStands.NEEDED, StepStands.OPEN,
    ),
    GOOD: (
        ReportStatus.OPENED, ReportStatus.JOINED, CaseStatus.HELPED, NeedStatus.HELPED,
        NeedStatus.MET, OfferStatus.ACCEPTED, SlotStatus.ANSWERED, SlotStatus.CLEARED,
        ReferralStatus.ACCEPTED, ReferralStatus.DONE, TaskStatus.ACTIVE, MessageStatus.DELIVERED,
        RunState.DONE, Verdict.ELIGIBLE, AlertStatus.RESOLVED, CallTaskStatus.DONE,
        BroadcastState.WRITTEN, AskingStatus.FILLED, PaperStands.HAVE, StepStands.DONE,
        GoalStatus.REACHED,
    ),
    CALM: (
        Urgency.ORDINARY, CaseStatus.ASKING, NeedStatus.ASKING, OfferStatus.STANDING,
        AskingStatus.OPEN, AskingStatus.OFFERING,
        OfferStatus.LATE, SlotStatus.DUE, SlotStatus.WAITING, ReferralStatus.SENT,
        ReferralStatus.SEEN,
        MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.ACCEPTED, MessageStatus.SENT,
        RunState.WAITING, RunState.RUNNING, BroadcastState.UNDER_WAY, ApplicationStatus.WAITING,
        ApplicationStatus.OBJECTED, GoalStatus.OPEN,
    ),
}  # fmt: skip
_TONE_OF: Final = {
    (type(member), member): tone for tone, members in TONES.items() for member in members
}


def tone_of(member: Enum) -> str:
    """Give the tone of a code; what has no other tone is over or plain."""
    return _TONE_OF.get((type(member), member), OVER)
