"""What is written about an application: what for, its papers, its days, the decision."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.applications import Decision, NoBridge, PaperStands, StepStands
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.language import N_
from hopecare.services.decide_application import Decided
from hopecare.services.open_application import ApplicationWish
from hopecare.services.set_application_paper import PaperSaid
from hopecare.services.set_appointment import Appointment
from hopecare.services.settle_bridge import BridgeWish
from hopecare.web.fields import (
    Amount,
    Code,
    Codes,
    Day,
    Id,
    Note,
    Request,
    TimeOfDay,
    Version,
    WholeNumber,
    Words,
)
from hopecare.web.requests.need import Weekday

if TYPE_CHECKING:
    from collections.abc import Mapping

BridgeChoice = StrEnum(  # type: ignore[misc]  # one field chooses among both
    "BridgeChoice", {each.name: each.value for each in (*NeedKind, *NoBridge)}
)


class BridgeRequest(Request):
    """What a neighbour does until the decision, or why nobody has to."""

    bridge = Code(BridgeChoice, required=True)
    weekdays = Codes(Weekday)


class OpenApplicationRequest(BridgeRequest):
    """Which programme, by which referral if any."""

    programme = Words(longest=60)
    named = Words(longest=120)
    referral_id = Id()


class AppointmentRequest(Request):
    """When and where."""

    version = Version()
    appointment_on = Day(future=True)
    appointment_at = TimeOfDay()
    appointment_place = Words(longest=200)


class PaperRequest(Request):
    """How one paper stands, and how one gets it."""

    version = Version()
    stands = Code(PaperStands, required=True)
    got_on = Day(past=True)
    valid_until = Day()
    issued_by = Words(longest=120)
    got_where = Words(longest=200)
    cost_minor = Amount()
    valid_days = WholeNumber(least=1, most=3650)


class AddPaperRequest(Request):
    """A paper the office has named."""

    named = Words(longest=120, required=True)


class SubmitRequest(Request):
    """The day it was handed in; the day of the answer, where an office named one."""

    submitted_on = Day(past=True, required=True)
    due_on = Day()


class ExtendRequest(Request):
    """When the office said that it takes more time, why, and until when."""

    said_on = Day(past=True, required=True)
    words = Note(longest=2000, required=True)
    due_on = Day()


class AnswerDayRequest(Request):
    """The day an office named for its answer, or the last to object, and how it reached us."""

    due_on = Day(future=True, required=True)
    notice_on = Day(past=True)
    refusal = Code(RefusalReason)
    door = Code(AnswerDoor)
    named_on = Day(past=True)


class AnswerDayForm(AnswerDayRequest):
    """The same on a page, where whoever writes it down says where they have it from."""

    door = Code(AnswerDoor, required=True)
    named_on = Day(past=True, required=True)


class DecideRequest(Request):
    """What was decided, when, when they were told, why, and until when one may object."""

    decision = Code(Decision, required=True)
    refusal = Code(RefusalReason)
    decided_on = Day(past=True, required=True)
    notice_on = Day(past=True)
    object_until_on = Day()
    words = Note(longest=2000)


class TakeBackDecisionRequest(Request):
    """Which mistake a decision was that was written down, over the version that was read."""

    version = Version()
    mistake = Code(DecisionMistake, required=True)


class ObjectRequest(Request):
    """The day it was handed in, why, and the day of its answer, where one was named."""

    objected_on = Day(past=True, required=True)
    due_on = Day()
    words = Note(longest=2000)


class StepRequest(Request):
    """Whether a step was done or is not taken."""

    version = Version()
    stands = Code(StepStands, required=True)
    words = Note(longest=2000)


LABELS: Final = {
    "appointment_on": N_("Day"),
    "appointment_at": N_("Time"),
    "appointment_place": N_("Place"),
    "stands": N_("Stands"),
    "got_on": N_("There since"),
    "valid_until": N_("Valid until"),
    "issued_by": N_("Who issues it"),
    "got_where": N_("Where"),
    "cost_minor": N_("What it costs"),
    "valid_days": N_("How long it is valid"),
    "words": N_("Note"),
}
"""What a page of a stale edit calls the fields."""


def bridge_from(data: Mapping[str, Any]) -> BridgeWish:
    """Read the one choice as a kind of help, or as a reason for none."""
    chosen = str(data["bridge"].value)
    if chosen in set(NoBridge):
        return BridgeWish(none_because=NoBridge(chosen))
    days = tuple(str(each.value) for each in data["weekdays"])
    return BridgeWish(kind=NeedKind(chosen), weekdays=days)


def application_from(data: Mapping[str, Any]) -> ApplicationWish:
    """Turn what was read into what is applied for."""
    return ApplicationWish(
        programme=data["programme"],
        named=data["named"],
        referral_id=data["referral_id"],
        bridge=bridge_from(data),
    )


def paper_from(data: Mapping[str, Any]) -> PaperSaid:
    """Turn what was read into how a paper stands."""
    return PaperSaid(**data)


def appointment_from(data: Mapping[str, Any]) -> Appointment:
    """Turn what was read into a day, an hour and a place."""
    return Appointment(
        on=data["appointment_on"], at=data["appointment_at"], place=data["appointment_place"]
    )


def decided_from(data: Mapping[str, Any]) -> Decided:
    """Turn what was read into a decision; only a refusal has a reason."""
    is_refused = data["decision"] is Decision.REFUSED
    return Decided(
        decision=data["decision"],
        decided_on=data["decided_on"],
        notice_on=data["notice_on"],
        refusal=data["refusal"] if is_refused else None,
        words=data["words"],
        object_by=data["object_until_on"],
    )
