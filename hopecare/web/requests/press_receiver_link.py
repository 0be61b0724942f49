"""What an office presses on its link's page."""

from __future__ import annotations

from hopecare.domain.outcomes import ReferralOutcome, RefusalReason
from hopecare.domain.receiver_links import ReceiverAct, Stood
from hopecare.web.fields import Code, Day, Note, Request, WholeNumber


class PressReceiverLinkRequest(Request):
    """One act with what belongs to it; a reason or an outcome is a button of its own."""

    act = Code(ReceiverAct)
    stood = Code(Stood)
    refusal = Code(RefusalReason)
    outcome = Code(ReferralOutcome)
    outcome_on = Day(past=True)
    due_on = Day(future=True)
    """By when they decide, where they say so beside a yes or by itself."""
    words = Note(longest=2000)
    why = Note(longest=2000)
    """Beside the reasons of a refusal, which `words` would leave out of sight."""
    seen = WholeNumber()
    """Which version of the referral was shown; a correction holds for it alone."""
