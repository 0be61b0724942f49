"""Take an answer to a check-in, however it came. It stops the ladder, and those alarmed hear so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SLOT, SlotEvent, SlotStatus
from hopecare.domain.check_ins import is_theirs
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import is_help_called, open_alerts_of
from hopecare.queries.alerts_told import alarms_of_alert
from hopecare.queries.check_ins import open_calls_of, plan_by_id, unsent_questions
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.tell_alarm_is_over import tell_alarm_is_over
from notifications.outbox import stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot

EVENT_OF: Final = {
    ReplyMeaning.FINE: SlotEvent.ANSWERED_WELL,
    ReplyMeaning.HELP: SlotEvent.HELP_ASKED,
    ReplyMeaning.CANNOT_ANY_MORE: SlotEvent.HELP_ASKED,
}
"""What answers a check-in; anything else is not an answer to it."""
SOON: Final = timedelta(minutes=30)
ONE_CALL: Final = timedelta(hours=1)
"""So long a call for help that is said once more about another day is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One answer: of whom, meaning what, to which slot."""

    session: Session
    slot: CheckInSlot
    plan: CheckInPlan
    meaning: ReplyMeaning
    from_person_id: UUID
    by: Actor
    now: datetime


def record_reply(
    session: Session,
    *,
    slot: CheckInSlot,
    meaning: ReplyMeaning,
    from_person_id: UUID,
    by: Actor,
    now: datetime,
) -> bool:
    """Write the answer; True where it settled the slot. A late answer harms nothing.

    A call for help reaches a person even where the check-in cannot take it any more, and stands
    whatever is said after it, by whom: a person gives the all-clear.
    """
    plan = plan_by_id(session, slot.plan_id)
    answer = _Answer(
        session=session,
        slot=slot,
        plan=plan,
        meaning=meaning,
        from_person_id=from_person_id,
        by=by,
        now=now,
    )
    event = EVENT_OF.get(meaning)
    if event is None or not _counts(answer) or not _moves(slot, event):
        _note(answer, EntryKind.REPLY_RECEIVED)
        if event is SlotEvent.HELP_ASKED:
            _call_for_help(answer)
        return False
    _settle(answer, event)
    return True


def _moves(slot: CheckInSlot, event: SlotEvent) -> bool:
    """Whether this answer does anything to the check-in as it stands."""
    takes_back_help = slot.status is SlotStatus.HELP_ASKED and event is SlotEvent.ANSWERED_WELL
    return (slot.status, event) in SLOT.moves and not takes_back_help


def _counts(answer: _Answer) -> bool:
    """Whether the plan lets this person's answer stop the ladder; a call for help always counts."""
    if answer.meaning is not ReplyMeaning.FINE:
        return True
    return is_theirs(
        answer.plan.answer_of,
        from_person_id=answer.from_person_id,
        resident_id=answer.slot.person_id,
        asked_person_id=answer.plan.asked_person_id,
    )


def _settle(answer: _Answer, event: SlotEvent) -> None:
    """Move the slot, stop what was under way, and do what the answer asks for."""
    slot, climbed = answer.slot, answer.slot.rungs_climbed
    move_slot(slot, event=event)
    slot.next_rung_at = None
    slot.answer, slot.answered_at = answer.meaning, answer.now
    slot.answered_by_id = answer.from_person_id
    for question in unsent_questions(answer.session, slot.id):
        stop(answer.session, question, code="answered", now=answer.now)
    if climbed:
        _note(answer, EntryKind.LADDER_STOPPED)
    if event is SlotEvent.ANSWERED_WELL:
        _note(answer, EntryKind.SLOT_ANSWERED)
        _clear(answer)
    else:
        _note(answer, EntryKind.SLOT_HELP_ASKED)
        _recall_words(answer, _end_silences(answer, AlertEnd.ANSWERED))
        _call_for_help(answer)


def _clear(answer: _Answer) -> None:
    """All is well: nobody needs to call or look in any more, and everybody alarmed hears so.

    The alerts end before their words are touched, as for whoever takes one up at this moment.
    """
    for task in open_calls_of(answer.session, answer.slot.id):
        finish_call_task(
            answer.session, task_id=task.id, outcome=None, by=answer.by, now=answer.now
        )
    ended = _end_silences(answer, AlertEnd.ALL_CLEAR)
    tell_alarm_is_over(answer.session, slot=answer.slot, is_well=True, now=answer.now)
    _recall_words(answer, ended)


def _end_silences(answer: _Answer, ended_by: AlertEnd) -> Sequence[UUID]:
    """They have answered: the alerts that say otherwise go round no more; gives which."""
    silences = open_alerts_of(answer.session, answer.slot.id, AlertKind.SILENCE)
    for alert_id in silences:
        resolve_alert(
            answer.session, alert_id=alert_id, ended_by=ended_by, by=answer.by, now=answer.now
        )
    return silences


def _recall_words(answer: _Answer, silences: Sequence[UUID]) -> None:
    """What has not left of these alerts stays."""
    for alert_id in silences:
        for words in alarms_of_alert(answer.session, alert_id):
            stop(answer.session, words, code="answered", now=answer.now)


def _call_for_help(answer: _Answer) -> None:
    """Alert whoever is on duty and owe a call soon; anew, where those of the last have ended.

    Said about several days, it is one call for help: the first of them has its alert.
    """
    at_limit = answer.meaning is ReplyMeaning.CANNOT_ANY_MORE
    kind = AlertKind.CARER_AT_LIMIT if at_limit else AlertKind.HELP_ASKED
    slot, plan = answer.slot, answer.plan
    if is_help_called(
        answer.session,
        kind,
        by_person_id=answer.from_person_id,
        slot=slot,
        since=answer.now - ONE_CALL,
    ):
        return
    cause = Cause(
        dedup_key=f"{kind.value}:{slot.id}",
        person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        recurs=True,
    )
    raise_alert(
        answer.session, town_id=slot.town_id, kind=kind, cause=cause, by=answer.by, now=answer.now
    )
    owed = OwedCall(
        kind=CallTaskKind.HELP_ASKED,
        dedup_key=f"help_asked:{slot.id}",
        due_at=answer.now + SOON,
        person_id=answer.from_person_id,
        about_person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        recurs=True,
    )
    open_call_task(answer.session, town_id=slot.town_id, owed=owed, by=answer.by, now=answer.now)


def _note(answer: _Answer, kind: EntryKind) -> None:
    """An entry on the resident's timeline."""
    note_timeline(
        answer.session,
        town_id=answer.slot.town_id,
        kind=kind,
        at=answer.now,
        by=answer.by,
        person_id=answer.slot.person_id,
        case_id=answer.plan.case_id,
        subject_id=answer.slot.id,
        facts={
            "meaning": answer.meaning.value,
            "from_person_id": str(answer.from_person_id),
            "rungs_climbed": answer.slot.rungs_climbed,
        },
    )
