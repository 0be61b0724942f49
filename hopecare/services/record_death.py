"""Record that a person has died: everything for them stops in this one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.retention import KeptFor
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.queries.answer_day_calls import open_day_calls_of_case
from hopecare.queries.asked_needs import needs_asked_for
from hopecare.queries.calls_of_need import open_calls_of_needs
from hopecare.queries.check_ins import hold_slots
from hopecare.queries.keeping import kept_until
from hopecare.queries.look_ins import sent_there
from hopecare.queries.own_words import words_of_others
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import (
    hold_cases_of,
    hold_open_referrals_of,
    live_cases_of,
    live_plans_of,
    needs_for,
    offers_for,
    offers_waiting_for,
    open_slots_of,
    plans_asking,
    sign_ins_of,
    standing_points_of,
    tasks_for,
    unsent_messages_about,
)
from hopecare.queries.stoppable_formal import (
    clocks_of_cases,
    open_crises_of_cases,
    undecided_of_cases,
)
from hopecare.queries.town_days import local_day
from hopecare.queries.weekly import backups_of_person, standing_covers
from hopecare.services.ask_themselves_again import ask_themselves_again
from hopecare.services.close_case import close_case
from hopecare.services.end_alarms_about import end_alarms_about
from hopecare.services.end_applications import end_applications
from hopecare.services.end_calls_at_death import end_calls_at_death
from hopecare.services.end_helping import end_helping
from hopecare.services.erase_drafts import erase_drafts
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_calls_after_death import HelpersOfTheDead, owe_calls_after_death
from hopecare.services.reassess_after_death import reassess_after_death
from hopecare.services.stop_check_ins import stop_check_ins
from hopecare.services.withdraw_referral import withdraw_referral
from models import DeathRecord
from notifications.outbox import stop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person
    from models.base import Keyed

Stopped = dict[str, Any]


def record_death(
    session: Session, *, person_id: UUID, died_on: date, by: Actor, now: datetime
) -> DeathRecord:
    """Stop plans, check-ins, messages, cases, tasks and referrals; owe the calls; end numbers."""
    person = _person_alone(session, person_id)
    today = local_day(session, person.town_id, now)
    _refuse_impossible(person, died_on, today)
    until = person.retain_until
    stopped: Stopped = {"kept_until": until.isoformat() if until else None}
    sent, of_others = sent_there(session, person.id), words_of_others(session, person.id)
    helper_ids = _stop_care(session, person, stopped, by, now)
    helpers = HelpersOfTheDead(ids=helper_ids, on_their_way=sent)
    # Written before others are asked for what they did: nobody who has died is asked.
    person.died_on = died_on
    session.flush()
    _ask_residents(session, person, stopped, by, now)
    _stop_helping(session, person, stopped, by, now)
    _stop_words(session, person, stopped, of_others, by, now)
    stopped["alerts"] = end_alarms_about(
        session, person, of_others=of_others, rung=sent, by=by, now=now
    )
    _look_after_others(session, person, helpers, stopped, by, now)
    _end_reach(session, person, stopped, today, now)
    person.retain_until = kept_until(session, person.town_id, KeptFor.HAS_DIED, since=today)
    record = DeathRecord(
        town_id=person.town_id,
        person_id=person.id,
        died_on=died_on,
        recorded_at=now,
        recorded_by_id=by.person_id,
        stopped=stopped,
    )
    _write(session, record, by)
    return record


def _write(session: Session, record: DeathRecord, by: Actor) -> None:
    session.add(record)
    session.flush()
    note_timeline(
        session,
        town_id=record.town_id,
        kind=EntryKind.DEATH_RECORDED,
        at=record.recorded_at,
        by=by,
        person_id=record.person_id,
        subject_id=record.id,
        facts={
            "died_on": record.died_on.isoformat(),
            "calls": len(record.stopped["calls_owed"]),
        },
    )
    session.flush()


def _person_alone(session: Session, person_id: UUID) -> Person:
    """Hold the person: nobody plans or opens anything for them meanwhile."""
    hold_people(session, person_id, lets_rows_come=True)
    return person_by_id(session, person_id)


def _refuse_impossible(person: Person, died_on: date, today: date) -> None:
    if person.died_on is not None:
        raise AlreadyTakenError(kind="death", person_id=person.id)
    if died_on > today:
        raise InvalidInputError({"died_on": ["date_in_future"]})


def _stop_care(
    session: Session, person: Person, stopped: Stopped, by: Actor, now: datetime
) -> list[UUID]:
    """End check-ins, cases and referrals; say who helped, so that a person rings them."""
    plans = live_plans_of(session, person.id)
    # Before their calls and alerts, as an answer that comes at this moment holds them.
    hold_slots(session, [each.id for each in open_slots_of(session, person.id)])
    slots = open_slots_of(session, person.id)
    stopped["slots"] = {str(slot.id): slot.status.value for slot in slots}
    stopped["plans"] = {
        str(plan.id): plan.next_due_at.isoformat() if plan.next_due_at else None for plan in plans
    }
    stop_check_ins(session, person_id=person.id, by=by, now=now)
    cases = live_cases_of(session, person.id)
    case_ids = [case.id for case in cases]
    tasks = tasks_for(session, case_ids)
    stopped["needs"] = {str(need.id): need.status.value for need in needs_for(session, case_ids)}
    offers = offers_for(session, case_ids)
    stopped["offers"] = {str(offer.id): offer.status.value for offer in offers}
    stopped["askings"] = _ids(needs_asked_for(session, case_ids))
    stopped["tasks"] = _ids(tasks)
    stopped["calls"] = _ids(open_calls_of_needs(session, case_ids))
    stopped["cases"] = {str(case.id): case.status.value for case in cases}
    stopped["backups"] = _ids(backups_of_person(session, person.id, case_ids))
    days = [day for case_id in case_ids for day in standing_covers(session, case_id=case_id)]
    stopped["missed_days"] = _ids(days)
    _end_formal(session, person, stopped, by, now)
    for case in cases:
        close_case(session, case_id=case.id, version=None, outcome=CaseOutcome.DIED, by=by, now=now)
    referrals = hold_open_referrals_of(session, person.id)
    stopped["referrals"] = {str(each.id): each.status.value for each in referrals}
    for referral in referrals:
        withdraw_referral(session, referral_id=referral.id, by=by, now=now)
    return [task.helper_id for task in tasks]


def _end_formal(
    session: Session, person: Person, stopped: Stopped, by: Actor, now: datetime
) -> None:
    """End applications and clocks, of closed cases too, and keep how they and a crisis stood."""
    case_ids = hold_cases_of(session, person.id)
    undecided = undecided_of_cases(session, case_ids)
    stopped["applications"] = {str(each.id): each.status.value for each in undecided}
    stopped["crises"] = _ids(open_crises_of_cases(session, case_ids))
    stopped["clocks"] = _ids(clocks_of_cases(session, case_ids))
    for case_id in case_ids:
        stopped["calls"] += _ids(open_day_calls_of_case(session, case_id))
        end_applications(session, case_id, by=by, now=now)


def _ask_residents(
    session: Session, person: Person, stopped: Stopped, by: Actor, now: datetime
) -> None:
    """Whoever they answered for is asked themself, and rung to agree on how it goes on."""
    plans = plans_asking(session, person.id)
    stopped["asked_for"] = {str(plan.id): plan.answer_of.value for plan in plans}
    calls = [ask_themselves_again(session, plan_id=each.id, by=by, now=now) for each in plans]
    stopped["calls_owed"] = _ids(call for call in calls if call is not None)


def _stop_helping(
    session: Session, person: Person, stopped: Stopped, by: Actor, now: datetime
) -> None:
    """End what they did for others, keeping how each offer to them stood."""
    waiting = {str(each.id): each.status.value for each in offers_waiting_for(session, person.id)}
    stopped |= end_helping(session, person_id=person.id, by=by, now=now)
    stopped["offers_had"] = {each: waiting[each] for each in stopped["offers_had"]}


def _look_after_others(
    session: Session,
    person: Person,
    helpers: HelpersOfTheDead,
    stopped: Stopped,
    by: Actor,
    now: datetime,
) -> None:
    """Look again at what the household may receive, and owe everybody their call."""
    reassessed = reassess_after_death(session, person, now=now)
    stopped["assessments"] = {str(one.id): str(before.id) for one, before in reassessed}
    calls = owe_calls_after_death(
        session,
        person,
        helpers=helpers,
        has_new_answer=bool(reassessed),
        by=by,
        now=now,
    )
    stopped["calls_owed"] += _ids(calls)


def _stop_words(
    session: Session,
    person: Person,
    stopped: Stopped,
    of_others: frozenset[UUID],
    by: Actor,
    now: datetime,
) -> None:
    """Recall every word to them, and about them: helpers hear it from a person, not by text.

    What somebody asked of their household and did not keep is erased.
    """
    session.flush()
    erase_drafts(session, person.id)
    messages = unsent_messages_about(session, person.id)
    recalled = [each for each in messages if stop(session, each, code="has_died", now=now)]
    stopped["messages"] = _ids(recalled)
    ended = end_calls_at_death(session, person, of_others=of_others, by=by, now=now)
    stopped["calls"] += _ids(ended)


def _end_reach(
    session: Session, person: Person, stopped: Stopped, today: date, now: datetime
) -> None:
    """End numbers and sign-ins."""
    points = standing_points_of(session, person.id)
    for point in points:
        point.valid_until = today
    stopped["contact_points"] = _ids(points)
    for sign_in in sign_ins_of(session, person.id, now=now):
        sign_in.revoked_at = now


def _ids(rows: Iterable[Keyed]) -> list[str]:
    return [str(row.id) for row in rows]
