"""Applying for a programme: its papers, its bridge until the decision, and what a refusal starts.

Pure: facts in, codes out.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import ReferralOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class PaperStands(StrEnum):
    """Where one paper of an application stands."""

    NEEDED = "needed"
    HAVE = "have"
    NOT_NEEDED = "not_needed"


class PaperTrouble(StrEnum):
    """What is wrong with a paper somebody has."""

    HAS_RUN_OUT = "has_run_out"
    RUNS_OUT_FIRST = "runs_out_first"
    """Before the day on which it is handed in."""


class Decision(StrEnum):
    """What the office decided about an application."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"


DECISION_OF: Final[Mapping[ReferralOutcome, Decision]] = MappingProxyType(
    {
        ReferralOutcome.GRANTED: Decision.GRANTED,
        ReferralOutcome.PARTLY_GRANTED: Decision.PARTLY_GRANTED,
        ReferralOutcome.NOT_GRANTED: Decision.REFUSED,
    }
)
"""What the outcome of a referral says about the application it went with."""


def goes_with(programme: str | None, referred_for: str | None) -> bool:
    """Say whether an application may go with a referral: its outcome decides no other programme."""
    return programme == referred_for


class NoBridge(StrEnum):
    """Why nobody helps while an office decides."""

    NOT_NEEDED = "not_needed"
    FAMILY_HELPS = "family_helps"
    NOT_WISHED = "not_wished"
    NO_CONSENT = "no_consent"
    """They did not agree to neighbours' help."""
    HELPED_ON = "helped_on"
    """Somebody helps anyway, also after the decision."""


class BridgeTrouble(StrEnum):
    """Why the help until the decision may not last."""

    ENDED = "ended"
    UNFILLED = "unfilled"
    ENDS_FIRST = "ends_first"


class FollowUp(StrEnum):
    """One step after a decision that does not give what was asked."""

    READ_REASON = "read_reason"
    REASSESS = "reassess"
    """With the figures the office used."""
    OBJECT = "object"
    PEER_HELP = "peer_help"


class StepStands(StrEnum):
    """Where one step stands."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"
    """Somebody decided that it is not taken."""


FOLLOW_UPS: Final[Mapping[Decision, tuple[FollowUp, ...]]] = MappingProxyType(
    {
        Decision.GRANTED: (),
        Decision.PARTLY_GRANTED: (FollowUp.READ_REASON, FollowUp.REASSESS, FollowUp.OBJECT),
        Decision.REFUSED: (
            FollowUp.READ_REASON,
            FollowUp.REASSESS,
            FollowUp.OBJECT,
            FollowUp.PEER_HELP,
        ),
    }
)
"""What follows a decision, in this order."""

HAND_IN_DAYS: Final = "applications.hand_in"
"""The setting: within how many days of its beginning an application is with its office, where no
day was agreed."""

USUAL_BRIDGE: Final = NeedKind.SIDE_DISHES
BRIDGES: Final[Mapping[str, NeedKind]] = MappingProxyType(
    {
        "medical": NeedKind.ESCORT,
        "long_term_care": NeedKind.COMPANION_VISIT,
        "disability_pension": NeedKind.COMPANION_VISIT,
        "education": NeedKind.TUTORING,
        "energy_voucher": NeedKind.KNOCK,
        "single_parent": NeedKind.CHILD_AFTER_SCHOOL,
    }
)
"""What a neighbour may do in the meantime, as proposed; whoever applies with them chooses."""


def usual_bridge(programme: str | None) -> NeedKind:
    """Propose a help until the decision."""
    return BRIDGES.get(programme or "", USUAL_BRIDGE)


def hand_in_day(*, appointment_on: date | None, begun_on: date, within_days: int) -> date:
    """Give the day by which it is handed in: as agreed with the office, else before long."""
    return appointment_on or begun_on + timedelta(days=within_days)


def paper_trouble(
    valid_until: date | None, *, appointment_on: date | None, today: date
) -> PaperTrouble | None:
    """Say whether a paper is out of date, or will be on the day it is handed in."""
    if valid_until is None:
        return None
    if valid_until < today:
        return PaperTrouble.HAS_RUN_OUT
    if appointment_on is not None and valid_until < appointment_on:
        return PaperTrouble.RUNS_OUT_FIRST
    return None


def bridge_trouble(
    *, is_live: bool, is_helped: bool, until_on: date | None, due_on: date | None
) -> BridgeTrouble | None:
    """Say why the help may not last until the decision; an end that is not known lasts."""
    if not is_live:
        return BridgeTrouble.ENDED
    if until_on is not None and due_on is not None and until_on < due_on:
        return BridgeTrouble.ENDS_FIRST
    return None if is_helped else BridgeTrouble.UNFILLED
