"""The sentence of a timeline entry: what happened, and the codes that belong to it, in words."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.aid import AidKind, AidMistake, DoubleEnd
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.applications import Decision
from hopecare.domain.attachments import AttachmentPurpose, PaperAct, RemovalReason
from hopecare.domain.calls import CallBecause, CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.case_transfers import TransferDecline
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.crises import AfterCheck, CrisisEnd, EmergencyOutcome
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.delivery import RecallReason
from hopecare.domain.goals import GiveUpReason
from hopecare.domain.look_ins import LookInAnswer, SkipReason
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import DeclineReason, StandDownCause, StopReason, VisitResult
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, ReferralOutcome, RefusalReason
from hopecare.domain.packets import OverrideReason
from hopecare.domain.people import ContactKind, OtherContactKind, RelationKind
from hopecare.domain.referral_checks import DespiteReason, Doubt
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reports import ReportDoor
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from hopecare.language.reader import Reader

Fact = str | int | None

_CODES: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "purpose": ConsentPurpose,
        "form": ConsentForm,
        "urgency": Urgency,
        "door": ReportDoor,
        "need": NeedKind,
        "rhythm": NeedRhythm,
        "direction": CallDirection,
        "relation": RelationKind,
        "meaning": ReplyMeaning,
        "result": VisitResult,
        "ended_by": AlertEnd,
        "paper": AttachmentPurpose,
        "removal": RemovalReason,
        "cause": StandDownCause,
        "given": AidKind,
        "mistake": AidMistake,
        "settled_as": DoubleEnd,
        "given_up": GiveUpReason,
        "despite": DespiteReason,
        "not_taken": TransferDecline,
        "decision": Decision,
        "check": AfterCheck,
        "end": CrisisEnd,
        "origin": BackupOrigin,
        "ended_as": BackupEnd,
        "question": QuestionCode,
    }
)
_BY_ENTRY: Final[Mapping[tuple[EntryKind, str], type[StrEnum]]] = MappingProxyType(
    {
        (EntryKind.CALL_LOGGED, "outcome"): CallOutcome,
        (EntryKind.REACH_TRIED, "outcome"): CallOutcome,
        (EntryKind.CALL_TASK_DONE, "outcome"): CallOutcome,
        (EntryKind.CASE_CLOSED, "outcome"): CaseOutcome,
        (EntryKind.REFERRAL_OUTCOME_RECORDED, "outcome"): ReferralOutcome,
        (EntryKind.REFERRAL_REFUSED, "reason"): RefusalReason,
        (EntryKind.REFERRAL_IN_HAND, "door"): AnswerDoor,
        (EntryKind.SHARING_OVERRIDDEN, "reason"): OverrideReason,
        (EntryKind.DECISION_TAKEN_BACK, "mistake"): DecisionMistake,
        (EntryKind.RUNG_SKIPPED, "reason"): SkipReason,
        (EntryKind.RUNG_ANSWERED, "answer"): LookInAnswer,
        (EntryKind.OFFER_DECLINED, "reason"): DeclineReason,
        (EntryKind.TASK_HANDED_BACK, "reason"): DeclineReason,
        (EntryKind.TASK_STOPPED, "reason"): StopReason,
        (EntryKind.SLOT_CANCELLED, "code"): RecallReason,
        (EntryKind.ALERT_RAISED, "kind"): AlertKind,
        (EntryKind.CALL_TASK_OPENED, "kind"): CallTaskKind,
        (EntryKind.CALL_TASK_OPENED, "because"): CallBecause,
        (EntryKind.CALL_TASK_CANCELLED, "because"): CallBecause,
        (EntryKind.CALL_TASK_DONE, "kind"): CallTaskKind,
        (EntryKind.CALL_TASK_PUT_OFF, "kind"): CallTaskKind,
        (EntryKind.CONTACT_POINT_CHANGED, "kind"): ContactKind,
        (EntryKind.OTHER_CONTACT_CHANGED, "kind"): OtherContactKind,
    }
)
"""Where one word stands for different things in different entries."""
_LIKELY: Final[Mapping[str, tuple[type[StrEnum], ...]]] = MappingProxyType(
    {
        "outcome": (CaseOutcome, EmergencyOutcome),
        "reason": (DeclineReason, StopReason, MissReason),
    }
)
"""Which codes a word may be in the other entries."""
_TURNED: Final = frozenset(CallDirection)
_NUMBER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "begun": N_("A telephone number was noted"),
        "ended": N_("A telephone number was ended"),
        "shared": N_("Somebody else was noted with the same telephone"),
        "takes_texts": N_("They wrote from a landline, so it takes texts"),
    }
)
_ANSWERED_LATE: Final = N_("Whoever was asked to look in answered too late")
_NEVER_CAME: Final = N_("The text that asked a neighbour did not come to them")
_SAFE: Final = AlertEnd.ALL_CLEAR.value
_DAYS: Final = ("again_on", "given_on", "died_on", "until", "from", "due_at", "on")


def timeline_sentence(
    kind: EntryKind, facts: Mapping[str, Fact], reader: Reader, *, named: str = ""
) -> str:
    """Say what happened, and then what belongs to it: "They agreed: Check-ins, on paper".

    `named` is what it happened to, where that has a name: the service, the programme.
    """
    details = ", ".join(filter(None, [named, *_details(kind, facts, reader)]))
    said = _head(kind, facts, reader)
    return f"{said}: {details}" if details else said


def _head(kind: EntryKind, facts: Mapping[str, Fact], reader: Reader) -> str:
    """Say what happened as exactly as the facts tell: a call that came in, a number noted."""
    what, direction = facts.get("what"), facts.get("direction")
    if kind is EntryKind.CALL_LOGGED and direction in _TURNED:
        return reader.label(CallDirection(str(direction)))
    if kind is EntryKind.RUNG_ANSWERED and facts.get("late"):
        return reader.say(_ANSWERED_LATE)
    if kind is EntryKind.OFFER_LAPSED and facts.get("lost"):
        return reader.say(_NEVER_CAME)
    if kind is EntryKind.SLOT_CLEARED and facts.get("ended_by", _SAFE) != _SAFE:
        return reader.label(SlotStatus.KNOWN)
    if kind is EntryKind.CONTACT_POINT_CHANGED and what in _NUMBER:
        return reader.say(_NUMBER[str(what)])
    return reader.label(PaperAct(what) if what in set(PaperAct) else kind)


def _details(kind: EntryKind, facts: Mapping[str, Fact], reader: Reader) -> Iterator[str]:
    for name, fact in facts.items():
        if fact is None or fact == "":
            continue
        if kind is EntryKind.CALL_LOGGED and name == "direction":
            continue
        known = _code(kind, name, fact)
        if known is not None:
            yield reader.label(known)
        elif name in _DAYS and isinstance(fact, str):
            yield _opens(_day(fact, reader), kind, reader)
        elif name == "zone":
            yield str(fact)
        elif name == "against":
            yield doubts_said(facts, reader)


def _opens(day: str, kind: EntryKind, reader: Reader) -> str:
    """Say of a link's day that it is the last one: bare, it reads as the day it was given."""
    is_link = kind is EntryKind.RECEIVER_LINK_MADE
    return reader.say(N_("it opens until %(day)s"), day=day) if is_link else day


def _code(kind: EntryKind, name: str, fact: Fact) -> StrEnum | None:
    """Find which code a fact is; None where it is none that is said."""
    own = _BY_ENTRY.get((kind, name)) or _CODES.get(name)
    for each in (own,) if own else _LIKELY.get(name, ()):
        if fact in set(each):
            return each(str(fact))
    return None


def doubts_said(facts: Mapping[str, Fact], reader: Reader) -> str:
    """Say what spoke against a referral that was sent all the same; nothing where nothing did."""
    codes = str(facts.get("against") or "").split(",")
    return ", ".join(reader.label(each) for each in Doubt if each.value in codes)


def _day(written: str, reader: Reader) -> str:
    try:
        return reader.day(date.fromisoformat(written))
    except ValueError:
        return reader.moment(datetime.fromisoformat(written))
