"""What the page of a referral says of how it stands: decided here, once, and drawn there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.referral_moves import UNANSWERED
from hopecare.language import N_
from hopecare.queries.answer_day_calls import may_be_objected_to
from hopecare.queries.silent_referrals import WAITING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.queries.referrals import ReferralView

_SAID: Final[Mapping[ReferralStatus, str]] = MappingProxyType(
    {
        ReferralStatus.SENT: N_("Waiting for the office's answer."),
        ReferralStatus.SEEN: N_("The office has read it and owes an answer."),
        ReferralStatus.NO_ANSWER: N_("The office did not answer in time. An answer still counts."),
        ReferralStatus.ACCEPTED: N_("The office is deciding."),
    }
)
_TONES: Final[Mapping[ReferralStatus, str]] = MappingProxyType(
    {
        ReferralStatus.ACCEPTED: "good",
        ReferralStatus.DONE: "good",
        ReferralStatus.REFUSED: "soon",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one referral stands on a day, in the words of its page."""

    waits: bool
    """The office owes a yes or no."""
    may_be_silent: bool
    """Nobody has said yet that it stays silent."""
    is_taken_on: bool
    is_refused: bool
    is_done: bool
    gave_less: bool
    """Than was asked for: one may object."""
    is_shared: bool
    """The office works on it, and a right to show it holds today."""
    is_shared_no_more: bool
    """The office works on it, and nothing may be shown to it any more."""
    goes_to_systems: bool
    """Another system may read it: what is shared, or that it was taken back."""
    said: str | None
    tone: str


def standing_of(view: ReferralView, *, may_share: bool) -> Standing:
    """Say it by how the referral stands and whether a right carries what was sent last."""
    row, status = view.referral, view.referral.status
    return Standing(
        waits=status in UNANSWERED,
        may_be_silent=status in WAITING,
        is_taken_on=status is ReferralStatus.ACCEPTED,
        is_refused=status is ReferralStatus.REFUSED,
        is_done=status is ReferralStatus.DONE,
        gave_less=may_be_objected_to(row),
        is_shared=view.is_open and may_share,
        is_shared_no_more=view.is_open and not may_share,
        goes_to_systems=may_share or status is ReferralStatus.WITHDRAWN,
        said=_SAID.get(status),
        tone=_TONES.get(status, "calm"),
    )
