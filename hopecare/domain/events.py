"""What other systems are told of the care path: stable names, and when a failed telling is tried.

An event is an entry of the timeline: what is noted in a transaction is told once it is committed.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class EventName(StrEnum):
    """What may be told; a name never changes its meaning."""

    REPORT_RECEIVED = "report.received"
    REPORT_TAKEN_UP = "report.taken_up"
    REPORT_JOINED = "report.joined"
    REPORT_JOIN_UNDONE = "report.join_undone"
    REPORT_SET_ASIDE = "report.set_aside"
    REPORT_REOPENED = "report.reopened"
    RESIDENT_OPENED = "resident.opened"
    CONSENT_GIVEN = "consent.given"
    CONSENT_REFUSED = "consent.refused"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CONSENT_EXPIRED = "consent.expired"
    ASSESSMENT_MADE = "assessment.made"
    CASE_OPENED = "case.opened"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    NEED_ADDED = "need.added"
    NEED_CHANGED = "need.changed"
    NEED_MET = "need.met"
    NEED_ENDED = "need.ended"
    NEED_REOPENED = "need.reopened"
    OFFER_MADE = "offer.made"
    OFFER_ACCEPTED = "offer.accepted"
    OFFER_DECLINED = "offer.declined"
    OFFER_LAPSED = "offer.lapsed"
    OFFER_STOOD_DOWN = "offer.stood_down"
    OFFER_SAID_YES_LATE = "offer.said_yes_late"
    TASK_STARTED = "task.started"
    TASK_HANDED_BACK = "task.handed_back"
    TASK_FINISHED = "task.finished"
    TASK_STOPPED = "task.stopped"
    BACKUP_NAMED = "backup.named"
    BACKUP_ENDED = "backup.ended"
    WEEK_MISSED = "week.missed"
    WEEK_TAKEN = "week.taken"
    WEEK_UNFILLED = "week.unfilled"
    WEEK_CALLED_OFF = "week.called_off"
    VISIT_LOGGED = "visit.logged"
    WORRY_RAISED = "worry.raised"
    CHECK_IN_ANSWERED = "check_in.answered"
    CHECK_IN_HELP_ASKED = "check_in.help_asked"
    CHECK_IN_SILENT = "check_in.silent"
    CHECK_IN_CLEARED = "check_in.cleared"
    ALERT_RAISED = "alert.raised"
    ALERT_ACKNOWLEDGED = "alert.acknowledged"
    ALERT_RESOLVED = "alert.resolved"
    CALL_TASK_OPENED = "call_task.opened"
    CALL_TASK_DONE = "call_task.done"
    CALL_TASK_CANCELLED = "call_task.cancelled"
    REFERRAL_MADE = "referral.made"
    REFERRAL_ANSWERED = "referral.answered"
    REFERRAL_WITHDRAWN = "referral.withdrawn"
    REFERRAL_CHECKED = "referral.checked"
    REFERRAL_OUTCOME = "referral.outcome"
    REFERRAL_SEEN = "referral.seen"
    REFERRAL_NOT_ANSWERED = "referral.not_answered"
    REFERRAL_QUESTION = "referral.question"
    REFERRAL_IN_HAND = "referral.in_hand"
    """Not decided yet; the day by which the office decides may be another one."""
    REFERRAL_OBJECTED = "referral.objected"
    SHARING_OVERRIDDEN = "sharing.overridden"
    CASE_OFFERED = "case.offered"
    CASE_TAKEN_OVER = "case.taken_over"
    CASE_NOT_TAKEN_OVER = "case.not_taken_over"
    APPLICATION_OPENED = "application.opened"
    APPLICATION_REFERRED = "application.referred"
    APPLICATION_SUBMITTED = "application.submitted"
    APPLICATION_EXTENDED = "application.extended"
    APPLICATION_DECIDED = "application.decided"
    APPLICATION_OBJECTED = "application.objected"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_CHECKED = "application.checked"
    DECISION_TAKEN_BACK = "decision.taken_back"
    CRISIS_OPENED = "crisis.opened"
    CRISIS_HELPED = "crisis.helped"
    CRISIS_HANDED_ON = "crisis.handed_on"
    CRISIS_CHECKED = "crisis.checked"
    CRISIS_ENDED = "crisis.ended"
    EMERGENCY_CALLED = "emergency.called"
    AID_GIVEN = "aid.given"
    AID_TAKEN_BACK = "aid.taken_back"
    OTHER_HELP_NOTED = "other_help.noted"
    OTHER_HELP_ENDED = "other_help.ended"
    DOUBLE_HELP_SETTLED = "double_help.settled"
    PACK_MADE = "pack.made"
    DEATH_RECORDED = "death.recorded"
    DEATH_UNDONE = "death.undone"


EVENTS: Final[Mapping[EntryKind, EventName]] = MappingProxyType(
    {
        EntryKind.REPORT_RECEIVED: EventName.REPORT_RECEIVED,
        EntryKind.REPORT_TAKEN_UP: EventName.REPORT_TAKEN_UP,
        EntryKind.REPORT_JOINED: EventName.REPORT_JOINED,
        EntryKind.REPORT_JOIN_UNDONE: EventName.REPORT_JOIN_UNDONE,
        EntryKind.REPORT_CONSENT_REFUSED: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_NOT_FOUND: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_NO_CAPACITY: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_MOVED: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_DIED: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_CLOSED: EventName.REPORT_SET_ASIDE,
        EntryKind.REPORT_REOPENED: EventName.REPORT_REOPENED,
        EntryKind.RESIDENT_OPENED: EventName.RESIDENT_OPENED,
        EntryKind.CONSENT_GIVEN: EventName.CONSENT_GIVEN,
        EntryKind.CONSENT_REFUSED: EventName.CONSENT_REFUSED,
        EntryKind.CONSENT_WITHDRAWN: EventName.CONSENT_WITHDRAWN,
        EntryKind.CONSENT_EXPIRED: EventName.CONSENT_EXPIRED,
        EntryKind.ASSESSMENT_MADE: EventName.ASSESSMENT_MADE,
        EntryKind.CASE_OPENED: EventName.CASE_OPENED,
        EntryKind.CASE_CLOSED: EventName.CASE_CLOSED,
        EntryKind.CASE_REOPENED: EventName.CASE_REOPENED,
        EntryKind.NEED_ADDED: EventName.NEED_ADDED,
        EntryKind.NEED_CHANGED: EventName.NEED_CHANGED,
        EntryKind.NEED_MET: EventName.NEED_MET,
        EntryKind.NEED_ENDED: EventName.NEED_ENDED,
        EntryKind.NEED_REOPENED: EventName.NEED_REOPENED,
        EntryKind.OFFER_MADE: EventName.OFFER_MADE,
        EntryKind.OFFER_ACCEPTED: EventName.OFFER_ACCEPTED,
        EntryKind.OFFER_DECLINED: EventName.OFFER_DECLINED,
        EntryKind.OFFER_LAPSED: EventName.OFFER_LAPSED,
        EntryKind.OFFER_STOOD_DOWN: EventName.OFFER_STOOD_DOWN,
        EntryKind.OFFER_SAID_YES_LATE: EventName.OFFER_SAID_YES_LATE,
        EntryKind.TASK_STARTED: EventName.TASK_STARTED,
        EntryKind.TASK_HANDED_BACK: EventName.TASK_HANDED_BACK,
        EntryKind.TASK_FINISHED: EventName.TASK_FINISHED,
        EntryKind.TASK_STOPPED: EventName.TASK_STOPPED,
        EntryKind.BACKUP_NAMED: EventName.BACKUP_NAMED,
        EntryKind.BACKUP_ENDED: EventName.BACKUP_ENDED,
        EntryKind.WEEK_MISSED: EventName.WEEK_MISSED,
        EntryKind.WEEK_TAKEN: EventName.WEEK_TAKEN,
        EntryKind.WEEK_UNFILLED: EventName.WEEK_UNFILLED,
        EntryKind.WEEK_CALLED_OFF: EventName.WEEK_CALLED_OFF,
        EntryKind.VISIT_LOGGED: EventName.VISIT_LOGGED,
        EntryKind.WORRY_RAISED: EventName.WORRY_RAISED,
        EntryKind.SLOT_ANSWERED: EventName.CHECK_IN_ANSWERED,
        EntryKind.SLOT_HELP_ASKED: EventName.CHECK_IN_HELP_ASKED,
        EntryKind.SLOT_SILENT: EventName.CHECK_IN_SILENT,
        EntryKind.SLOT_CLEARED: EventName.CHECK_IN_CLEARED,
        EntryKind.ALERT_RAISED: EventName.ALERT_RAISED,
        EntryKind.ALERT_ACKNOWLEDGED: EventName.ALERT_ACKNOWLEDGED,
        EntryKind.ALERT_RESOLVED: EventName.ALERT_RESOLVED,
        EntryKind.CALL_TASK_OPENED: EventName.CALL_TASK_OPENED,
        EntryKind.CALL_TASK_DONE: EventName.CALL_TASK_DONE,
        EntryKind.CALL_TASK_CANCELLED: EventName.CALL_TASK_CANCELLED,
        EntryKind.REFERRAL_MADE: EventName.REFERRAL_MADE,
        EntryKind.REFERRAL_ACCEPTED: EventName.REFERRAL_ANSWERED,
        EntryKind.REFERRAL_REFUSED: EventName.REFERRAL_ANSWERED,
        EntryKind.REFERRAL_CORRECTED: EventName.REFERRAL_ANSWERED,
        EntryKind.REFERRAL_WITHDRAWN: EventName.REFERRAL_WITHDRAWN,
        EntryKind.REFERRAL_OUTCOME_RECORDED: EventName.REFERRAL_OUTCOME,
        EntryKind.REFERRAL_CHECKED: EventName.REFERRAL_CHECKED,
        EntryKind.REFERRAL_SEEN: EventName.REFERRAL_SEEN,
        EntryKind.REFERRAL_NOT_ANSWERED: EventName.REFERRAL_NOT_ANSWERED,
        EntryKind.REFERRAL_QUESTION: EventName.REFERRAL_QUESTION,
        EntryKind.REFERRAL_IN_HAND: EventName.REFERRAL_IN_HAND,
        EntryKind.REFERRAL_OBJECTED: EventName.REFERRAL_OBJECTED,
        EntryKind.SHARING_OVERRIDDEN: EventName.SHARING_OVERRIDDEN,
        EntryKind.CASE_OFFERED: EventName.CASE_OFFERED,
        EntryKind.CASE_TAKEN_OVER: EventName.CASE_TAKEN_OVER,
        EntryKind.CASE_NOT_TAKEN_OVER: EventName.CASE_NOT_TAKEN_OVER,
        EntryKind.APPLICATION_OPENED: EventName.APPLICATION_OPENED,
        EntryKind.APPLICATION_REFERRED: EventName.APPLICATION_REFERRED,
        EntryKind.APPLICATION_SUBMITTED: EventName.APPLICATION_SUBMITTED,
        EntryKind.APPLICATION_EXTENDED: EventName.APPLICATION_EXTENDED,
        EntryKind.APPLICATION_DECIDED: EventName.APPLICATION_DECIDED,
        EntryKind.APPLICATION_OBJECTED: EventName.APPLICATION_OBJECTED,
        EntryKind.APPLICATION_WITHDRAWN: EventName.APPLICATION_WITHDRAWN,
        EntryKind.APPLICATION_CHECKED: EventName.APPLICATION_CHECKED,
        EntryKind.DECISION_TAKEN_BACK: EventName.DECISION_TAKEN_BACK,
        EntryKind.CRISIS_OPENED: EventName.CRISIS_OPENED,
        EntryKind.CRISIS_HELPED: EventName.CRISIS_HELPED,
        EntryKind.CRISIS_HANDED_ON: EventName.CRISIS_HANDED_ON,
        EntryKind.CRISIS_CHECKED: EventName.CRISIS_CHECKED,
        EntryKind.CRISIS_ENDED: EventName.CRISIS_ENDED,
        EntryKind.EMERGENCY_CALLED: EventName.EMERGENCY_CALLED,
        EntryKind.AID_GIVEN: EventName.AID_GIVEN,
        EntryKind.AID_TAKEN_BACK: EventName.AID_TAKEN_BACK,
        EntryKind.OTHER_HELP_NOTED: EventName.OTHER_HELP_NOTED,
        EntryKind.OTHER_HELP_ENDED: EventName.OTHER_HELP_ENDED,
        EntryKind.DOUBLE_HELP_SETTLED: EventName.DOUBLE_HELP_SETTLED,
        EntryKind.PACK_MADE: EventName.PACK_MADE,
        EntryKind.DEATH_RECORDED: EventName.DEATH_RECORDED,
        EntryKind.DEATH_UNDONE: EventName.DEATH_UNDONE,
    }
)
_STEPS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (0.1, 0.5, 2, 10, 30, 60, 120, 240, 480, 600)
)
"""Ten further tries, over a day in all."""
LEAST_TRIED_FOR: Final = 0.8 * sum(_STEPS, timedelta())
"""So long at the least an event was tried that is given up."""
HELD_BACK: Final = timedelta(minutes=15)
"""So long at the most the rest waits for an address where nobody answers: it may be that one event
alone which is too much for it."""
LEASE: Final = timedelta(minutes=2)
"""So long one process has a telling to itself; after a crash another takes it."""
KEPT_FOR_STOPPED: Final = timedelta(days=30)
"""What happens so long after an address was stopped waits for it; later it is told by a replay."""


def next_try(tries: int, spread: float) -> timedelta | None:
    """Say how long to wait after so many tries; None: give up.

    `spread`, from 0 to 1, keeps those that failed together from coming back together.
    """
    if tries > len(_STEPS):
        return None
    return _STEPS[tries - 1] * (0.8 + 0.4 * spread)
