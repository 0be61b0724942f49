"""The care path drawn once, as data: the one door to its states, events, moves and steps.

Services never set a status by themselves: they ask `next_status` and write what it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from hopecare.domain.application_moves import APPLICATION
from hopecare.domain.application_states import ApplicationEvent, ApplicationStatus
from hopecare.domain.case_transfers import TRANSFER
from hopecare.domain.closing_proposals import CLOSING
from hopecare.domain.goals import GOAL
from hopecare.domain.machines import Machine, allowed_events, next_status
from hopecare.domain.moves import (
    ALERT,
    ASKING,
    CALL_TASK,
    CASE,
    NEED,
    OFFER,
    REPORT,
    SLOT,
    TASK,
)
from hopecare.domain.referral_moves import REFERRAL
from hopecare.domain.states import (
    AlertEvent,
    AlertStatus,
    AskingEvent,
    AskingStatus,
    CallTaskEvent,
    CallTaskStatus,
    CaseEvent,
    CaseStatus,
    MessageStatus,
    NeedEvent,
    NeedStatus,
    OfferEvent,
    OfferStatus,
    ReferralEvent,
    ReferralStatus,
    ReportEvent,
    ReportStatus,
    RunState,
    SlotEvent,
    SlotStatus,
    TaskEvent,
    TaskStatus,
)
from hopecare.domain.week_moves import MISSED_WEEK
from hopecare.domain.week_states import MissedWeekEvent, MissedWeekStatus

__all__ = [
    "ALERT",
    "APPLICATION",
    "ASKING",
    "CALL_TASK",
    "CASE",
    "CLOSING",
    "GOAL",
    "MACHINES",
    "MISSED_WEEK",
    "NEED",
    "OFFER",
    "REFERRAL",
    "REPORT",
    "SLOT",
    "STEPS",
    "TASK",
    "TRANSFER",
    "AlertEvent",
    "AlertStatus",
    "ApplicationEvent",
    "ApplicationStatus",
    "AskingEvent",
    "AskingStatus",
    "CallTaskEvent",
    "CallTaskStatus",
    "CaseEvent",
    "CaseStatus",
    "Machine",
    "MessageStatus",
    "MissedWeekEvent",
    "MissedWeekStatus",
    "NeedEvent",
    "NeedStatus",
    "OfferEvent",
    "OfferStatus",
    "ReferralEvent",
    "ReferralStatus",
    "ReportEvent",
    "ReportStatus",
    "RunState",
    "SlotEvent",
    "SlotStatus",
    "Stage",
    "Step",
    "TaskEvent",
    "TaskStatus",
    "allowed_events",
    "next_status",
]

MACHINES: Final[tuple[Machine[Any, Any], ...]] = (
    REPORT,
    CASE,
    NEED,
    ASKING,
    OFFER,
    TASK,
    MISSED_WEEK,
    SLOT,
    REFERRAL,
    APPLICATION,
    ALERT,
    CALL_TASK,
    GOAL,
    CLOSING,
    TRANSFER,
)
"""Every noun of the care path that has a status."""


class Stage(StrEnum):
    """The stages of the care path, in the order a person walks them."""

    REPORT = "report"
    TRIAGE = "triage"
    CONSENT = "consent"
    ASSESSMENT = "assessment"
    CASE = "case"
    REFERRAL = "referral"
    OFFER = "offer"
    VISIT = "visit"
    CHECK_IN = "check_in"
    LADDER = "ladder"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what happens, and the verb in `hopecare/services` that does it."""

    stage: Stage
    verb: str
    does: str


def _step(stage: Stage, verb: str, does: str) -> Step:
    return Step(stage=stage, verb=verb, does=does)


STEPS: Final = (
    _step(Stage.REPORT, "report_need", "a neighbour or the person themself tells us"),
    _step(Stage.TRIAGE, "take_up_report", "a coordinator takes it up and tries to reach them"),
    _step(Stage.TRIAGE, "join_report", "it belongs to a resident who is known already"),
    _step(Stage.TRIAGE, "set_report_aside", "not found, refused, moved, died, nothing needed"),
    _step(Stage.CONSENT, "open_resident", "a resident is opened, with what they agreed to"),
    _step(Stage.CONSENT, "record_consent", "consent is given, refused or withdrawn"),
    _step(Stage.ASSESSMENT, "assess_household", "which programmes they may qualify for, and why"),
    _step(Stage.CASE, "open_case", "a plan with one person responsible"),
    _step(Stage.CASE, "add_need", "each help that is needed"),
    _step(Stage.REFERRAL, "refer", "what is owed goes to the office"),
    _step(Stage.REFERRAL, "see_referral", "somebody at the office has read it"),
    _step(Stage.REFERRAL, "miss_referral_answer", "its day is over: a person asks the office"),
    _step(Stage.REFERRAL, "answer_referral", "the office accepts, or refuses with a reason"),
    _step(Stage.REFERRAL, "record_referral_outcome", "what the office decided in the end"),
    _step(Stage.REFERRAL, "open_application", "they apply: papers, and help until the decision"),
    _step(Stage.REFERRAL, "submit_application", "handed in: the clock of the law runs"),
    _step(Stage.REFERRAL, "decide_application", "granted, or refused: what follows is named"),
    _step(Stage.REFERRAL, "object_to_decision", "the decision is contested in writing"),
    _step(Stage.REFERRAL, "take_back_decision", "written by mistake: its office is waited for"),
    _step(Stage.OFFER, "begin_asking", "neighbours are asked, wave after wave, until one says yes"),
    _step(Stage.OFFER, "ask_next_wave", "the next wave, or staff are told, or its time is over"),
    _step(Stage.OFFER, "make_offer", "the best placed neighbours are asked"),
    _step(Stage.OFFER, "answer_offer", "yes, not this time, or a yes that came late"),
    _step(Stage.OFFER, "lapse_offer", "nobody owes an answer: the next one is asked"),
    _step(Stage.VISIT, "log_visit", "a helper was there"),
    _step(Stage.VISIT, "hand_back_task", "a helper cannot any more: a successor is asked"),
    _step(Stage.VISIT, "say_missed_week", "a helper cannot come once: the backup is asked"),
    _step(Stage.VISIT, "raise_worry", "a helper is uneasy"),
    _step(Stage.CHECK_IN, "plan_check_ins", "how and when somebody wishes to be asked"),
    _step(Stage.CHECK_IN, "open_due_slots", "the day has come: the question goes out"),
    _step(Stage.CHECK_IN, "open_due_knocks", "the day has come: somebody knocks by an hour"),
    _step(Stage.CHECK_IN, "record_reply", "what they answered, by whichever way"),
    _step(Stage.LADDER, "climb_ladder", "no answer: whom we turn to next"),
    _step(Stage.LADDER, "follow_unreached", "not reached: what comes next, with its day"),
    _step(Stage.LADDER, "raise_alert", "a person must look now"),
    _step(Stage.LADDER, "tell_alarm_is_over", "all-clear, to everybody who was alarmed"),
    _step(Stage.LADDER, "open_crisis", "help first, check after: one person is responsible"),
    _step(Stage.LADDER, "end_crisis", "all-clear: nobody is responsible alone any more"),
    _step(Stage.CASE, "offer_case", "a colleague is asked to take it over"),
    _step(Stage.CASE, "accept_case", "they steer it from now on, and nobody else"),
    _step(Stage.OUTCOME, "propose_closing", "where a town wants it, a second person is asked"),
    _step(Stage.OUTCOME, "approve_closing", "they have looked at it, and the case closes"),
    _step(Stage.OUTCOME, "close_case", "the outcome that feeds the next decision"),
    _step(Stage.OUTCOME, "record_death", "everything planned stops in the same moment"),
)
"""The care path from the first word to the outcome; a test finds every verb."""
