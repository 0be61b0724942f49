"""How a case or a referral came out."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class CaseOutcome(StrEnum):
    """How a case came out."""

    NEED_MET = "need_met"
    SERVICE_TOOK_OVER = "service_took_over"
    MOVED = "moved"
    DECLINED_FURTHER_HELP = "declined_further_help"
    DIED = "died"
    NO_LONGER_NEEDED = "no_longer_needed"


class ReferralOutcome(StrEnum):
    """What the office decided in the end."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    NOT_GRANTED = "not_granted"
    OTHER = "other"


TURNED_DOWN: Final = (ReferralOutcome.NOT_GRANTED, ReferralOutcome.PARTLY_GRANTED)
"""Something was asked for and not given: what follows is chosen with the person."""


class RefusalReason(StrEnum):
    """Why a receiving agency refused."""

    OVER_INCOME = "over_income"
    OVER_PROPERTY = "over_property"
    OBLIGOR = "obligor"
    CATEGORY = "category"
    PAPERS_MISSING = "papers_missing"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"


class OfficeAnswer(StrEnum):
    """What a member of staff heard or read from an office."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASKED = "asked"
    """It asks something back before it says either."""
    LOOKING = "looking"
    """It has it in hand, and has not decided."""


class AnswerDoor(StrEnum):
    """Through which door an agency answered."""

    LINK = "link"
    PHONE = "phone"
    LETTER = "letter"
    DESK = "desk"
