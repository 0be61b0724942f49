"""Labels of what spoke against a referral before it was sent, and why it was sent. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.case_transfers import TransferDecline
from hopecare.domain.referral_checks import DespiteReason, Doubt
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (Doubt.NOT_LISTED, N_("The service is no longer listed")),
    (Doubt.CLOSED_FOR_NOW, N_("The service is closed for now")),
    (Doubt.TOO_YOUNG, N_("Younger than the office takes")),
    (Doubt.TOO_OLD, N_("Older than the office takes")),
    (Doubt.OUT_OF_AREA, N_("The home is not in an area it serves")),
    (Doubt.RULES_AGAINST, N_("The support check speaks against it")),
    (Doubt.RECEIVED_ALREADY, N_("They receive it already")),
    (Doubt.LANGUAGE_MISSING, N_("The office does not serve in their language")),
    (Doubt.NO_PLACES, N_("Has no free place")),
    (Doubt.CAPACITY_OLD, N_("The word on free places is old")),
    (Doubt.CAPACITY_NEVER, N_("Nobody has asked about free places")),
    (DespiteReason.OFFICE_SAID_YES, N_("The office was asked and takes them all the same")),
    (DespiteReason.OFFICE_DECIDES, N_("They have a right to apply, and to an answer in writing")),
    (DespiteReason.NO_OTHER_SERVICE, N_("There is no other service for it")),
    (DespiteReason.CANNOT_WAIT, N_("It cannot wait")),
    (TransferDecline.TOO_MANY_CASES, N_("I have too many cases now")),
    (TransferDecline.IS_AWAY, N_("I am away soon, or for long")),
    (TransferDecline.STANDS_TOO_CLOSE, N_("I know them privately")),
    (TransferDecline.NOT_MINE, N_("Somebody else is the one to steer it")),
    (TransferDecline.OTHER, N_("Another reason")),
]
