"""Labels of what goes to an office, by which right, and of a case that changes hands. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.case_transfers import TransferEvent, TransferStatus
from hopecare.domain.packets import Mark, OverrideReason, PacketItem
from hopecare.domain.receiver_links import ReceiverAct
from hopecare.domain.states import ReferralEvent, ReferralStatus
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (ReferralStatus.SEEN, N_("Read by the agency")),
    (ReferralStatus.NO_ANSWER, N_("No answer in time")),
    (ReferralEvent.SEEN, N_("The agency has read it")),
    (ReferralEvent.ANSWER_MISSED, N_("No answer came in time")),
    (ReferralEvent.IN_HAND, N_("The agency has not decided yet")),
    (ReferralEvent.CORRECTED, N_("The agency took its answer back")),
    (ReferralEvent.BACK_IN_HAND, N_("The agency took its answer back and has it in hand")),
    (PacketItem.BIRTH_DATE, N_("Birth date")),
    (PacketItem.ADDRESS, N_("Address")),
    (PacketItem.TELEPHONE, N_("Telephone")),
    (PacketItem.HOUSEHOLD, N_("Household size")),
    (PacketItem.LANGUAGE, N_("Language")),
    (PacketItem.REASONS, N_("What the rules say of this service's programme")),
    (PacketItem.NEEDS, N_("Which help is needed")),
    (PacketItem.ATTEMPTS, N_("What was tried so far")),
    (PacketItem.OBSERVATIONS, N_("What neighbours saw")),
    (PacketItem.OTHER_FINDINGS, N_("What the rules say of other programmes")),
    (Mark.FACT, N_("Fact")),
    (Mark.IMPRESSION, N_("Impression")),
    (OverrideReason.DANGER_TO_LIFE, N_("Danger to life or health")),
    (OverrideReason.CHILD_AT_RISK, N_("A child is at risk")),
    (OverrideReason.LEGAL_DUTY, N_("The law obliges us")),
    (OverrideReason.CANNOT_BE_ASKED, N_("They cannot be asked, and waiting harms them")),
    (ReceiverAct.OPENED, N_("Opened")),
    (ReceiverAct.READ, N_("Read")),
    (ReceiverAct.ACCEPTED, N_("Taken on")),
    (ReceiverAct.REFUSED, N_("Not taken on")),
    (ReceiverAct.ASKED, N_("Asked a question")),
    (ReceiverAct.OUTCOME, N_("Told the outcome")),
    (ReceiverAct.DAY_NAMED, N_("Named a day")),
    (ReceiverAct.IN_VAIN, N_("Pressed without effect")),
    (TransferStatus.OFFERED, N_("Waits for their answer")),
    (TransferStatus.ACCEPTED, N_("Taken over")),
    (TransferStatus.DECLINED, N_("Not taken over")),
    (TransferStatus.TAKEN_BACK, N_("Not offered any more")),
    (TransferEvent.ACCEPTED, N_("Taken over")),
    (TransferEvent.DECLINED, N_("Not taken over")),
    (TransferEvent.TAKEN_BACK, N_("Not offered any more")),
]
