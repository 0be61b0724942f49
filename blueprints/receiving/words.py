"""What an office's link says: how a referral stands, what a press came to, why it shows nothing."""

from __future__ import annotations

from typing import Final

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.receiver_links import ReceiverState
from hopecare.language import N_
from hopecare.services.press_receiver_link import Pressed

NOWHERE: Final = (
    N_("This link opens nothing"),
    N_("It may be cut off, or a newer one was sent. Please call; the code on the sheet is enough."),
)
CLOSED: Final = {
    ReceiverState.EXPIRED: (
        N_("This link is too old"),
        N_("Please call and name the code: we write your answer down, or send you a new link."),
    ),
    ReceiverState.REVOKED: (
        N_("This link was closed"),
        N_("A newer one may have been sent to you. Please call, and name the code."),
    ),
    ReceiverState.STOPPED: (
        N_("This referral was taken back"),
        N_("Nothing is shared with you any more. Please stop working on it, or call us."),
    ),
}
STANDS: Final = {
    ReferralStatus.SENT: N_("It waits for your answer."),
    ReferralStatus.SEEN: N_("You have read it. It waits for your answer."),
    ReferralStatus.NO_ANSWER: N_("The day of the answer is over. Your answer still counts."),
    ReferralStatus.ACCEPTED: N_("You have taken it on. Please tell us here what became of it."),
    ReferralStatus.REFUSED: N_("You have answered that you cannot take it on."),
    ReferralStatus.DONE: N_("You have told us what became of it. Nothing is left to do here."),
    ReferralStatus.WITHDRAWN: N_("This referral was taken back"),
}
STANDS_ANEW: Final = STANDS | {
    ReferralStatus.ACCEPTED: N_(
        "You look at your decision anew. Please tell us here what became of it."
    ),
    ReferralStatus.REFUSED: N_("You have answered that you stand by your decision."),
}
"""Of an objection: its office has had it once, and takes nothing on."""
AFTER: Final = {
    Pressed.ACCEPTED: N_("Thank you. We know that you have taken it on."),
    Pressed.REFUSED: N_("Thank you. We look for another way."),
    Pressed.OUTCOME: N_("Thank you. The outcome is written down."),
    Pressed.DAY_NAMED: N_("Thank you. The day is written down."),
    Pressed.TAKEN_BACK: N_("Thank you. We know that it is not decided yet."),
    Pressed.ASKED: N_("Thank you. Somebody will call you about it."),
    Pressed.ALREADY: N_("This was answered before. Nothing was changed."),
}
"""By what a press came to; a reading says nothing of itself."""
AFTER_ANEW: Final = AFTER | {
    Pressed.ACCEPTED: N_("Thank you. We know that you look at your decision anew."),
    Pressed.REFUSED: N_("Thank you. It is written down that you stand by your decision."),
}
"""Of an objection."""
