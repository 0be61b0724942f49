"""Labels of a closing that a second person looks at. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.closing_proposals import ClosingEvent, ClosingStatus, StillOpen
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (ClosingStatus.PENDING, N_("Waits for a second person")),
    (ClosingStatus.APPROVED, N_("Approved")),
    (ClosingStatus.SENT_BACK, N_("Sent back")),
    (ClosingStatus.WITHDRAWN, N_("Withdrawn by its maker")),
    (ClosingStatus.REPLACED, N_("Proposed anew")),
    (ClosingStatus.OVERTAKEN, N_("The case was closed in another way")),
    (ClosingEvent.APPROVED, N_("Approved")),
    (ClosingEvent.SENT_BACK, N_("Sent back")),
    (ClosingEvent.WITHDRAWN, N_("Withdrawn by its maker")),
    (ClosingEvent.PROPOSED_ANEW, N_("Proposed anew")),
    (ClosingEvent.CASE_CLOSED, N_("The case was closed in another way")),
    (StillOpen.CRISIS, N_("A crisis has no all-clear")),
    (StillOpen.ALERT, N_("An alert nobody has settled")),
    (StillOpen.NEED, N_("A need that still runs")),
    (StillOpen.REFERRAL, N_("A referral without its outcome")),
    (StillOpen.APPLICATION, N_("An application without its decision")),
    (StillOpen.CALL, N_("A call that is owed")),
]
