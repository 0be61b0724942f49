"""A yes that ends by its own date: ask again in time, and stop what it carried on the day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.consent import ASK_AGAIN_BEFORE, ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.language import N_
from hopecare.queries.call_causes import owed_for
from hopecare.queries.cases import case_by_id, find_live_case
from hopecare.queries.ending_consents import ending_soon, just_ended
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.merged import kept_of, merges_into
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.tasks import active_tasks_of_case
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.stop_asking import stop_asking
from hopecare.services.stop_consented import stop_consented
from models import CallTask, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.standing_consents import PurposeState

DAY_BEFORE: Final = timedelta(days=1)
AFTER_THE_END: Final = timedelta(days=1)
"""What it carried has stopped: somebody asks by tomorrow."""
SOON: Final = N_("Their consent ends on %(day)s: %(purposes)s. Please ask again before then.")
OVER: Final = N_("Their consent has run out: %(purposes)s. What it allowed has stopped.")


def follow_consent_end(
    session: Session, *, person_id: UUID, by: Actor, now: datetime
) -> list[CallTask]:
    """Write down what has ended and give the calls newly owed; once, however often it looks."""
    # Held, so that a second worker sees what the first has written.
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    if person.died_on is not None or kept_of(session, person_id) is not None:
        return []
    today = local_day(session, person.town_id, now)
    soon = ending_soon(session, person_id, today=today, until=today + ASK_AGAIN_BEFORE)
    owed = [_ask_in_time(session, person, day, states, by, now) for day, states in soon.items()]
    ended = just_ended(session, person_id, today=today)
    if ended:
        _write_down(session, person, ended, by, now)
        owed.append(_owe_after(session, person, ended, by, now))
        _stop(session, person, {each.purpose for each in ended}, by, now)
    session.flush()
    return [call for call in owed if call is not None]


def _ask_in_time(
    session: Session,
    person: Person,
    ends_on: date,
    states: Sequence[PurposeState],
    by: Actor,
    now: datetime,
) -> CallTask | None:
    zone = ZoneInfo(town_by_id(session, person.town_id).zone)
    due_at = datetime.combine(ends_on, time(9), zone) - DAY_BEFORE
    words = _words(session, person, SOON, states, now, ends_on)
    return _owe(session, person, ("consent_ends", ends_on), max(due_at, now), words, by=by, now=now)


def _owe_after(
    session: Session, person: Person, states: Sequence[PurposeState], by: Actor, now: datetime
) -> CallTask | None:
    _drop_earlier(session, person, states, by, now)
    last = max(each.last.expires_on for each in states if each.last and each.last.expires_on)
    words = _words(session, person, OVER, states, now)
    return _owe(
        session, person, ("consent_ended", last), now + AFTER_THE_END, words, by=by, now=now
    )


def _drop_earlier(
    session: Session, person: Person, states: Sequence[PurposeState], by: Actor, now: datetime
) -> None:
    """What was to be asked before the end is asked after it: one call, not two."""
    ends = {each.last.expires_on for each in states if each.last and each.last.expires_on}
    keys = [key for ends_on in ends for key in _keys(session, person, "consent_ends", ends_on)]
    earlier = select(CallTask).where(
        CallTask.town_id == person.town_id,
        owed_for(keys),
        CallTask.status == CallTaskStatus.OPEN,
    )
    for call in session.scalars(earlier).all():
        finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)


def _owe(  # noqa: PLR0913  to whom, about what, by when
    session: Session,
    person: Person,
    what: tuple[str, date],
    due_at: datetime,
    words: str,
    *,
    by: Actor,
    now: datetime,
) -> CallTask | None:
    """Owe it, or nothing where it was owed before."""
    keys = _keys(session, person, *what)
    same = select(CallTask.id).where(
        CallTask.town_id == person.town_id, CallTask.dedup_key.in_(keys)
    )
    if session.scalars(same).first() is not None:
        return None
    case = find_live_case(session, person.id)
    owed = OwedCall(
        kind=CallTaskKind.ASK_AGAIN,
        dedup_key=keys[0],
        due_at=due_at,
        person_id=person.id,
        case_id=case.id if case else None,
        owner_id=case.owner_id if case else None,
        centre_id=person.centre_id,
        words=words,
    )
    return open_call_task(session, town_id=person.town_id, owed=owed, by=by, now=now)


def _keys(session: Session, person: Person, what: str, on: date) -> list[str]:
    """The call's own key, then those under which it was owed before two records became one."""
    records = [person.id, *(merge.merged_id for merge in merges_into(session, person.id))]
    return [f"{what}:{record}:{on.isoformat()}" for record in records]


def _words(
    session: Session,
    person: Person,
    sentence: str,
    states: Sequence[PurposeState],
    now: datetime,
    ends_on: date | None = None,
) -> str:
    """Say it to staff in the town's language."""
    reader = reader_of_town(session, person.town_id, now=now)
    purposes = ", ".join(reader.label(each.purpose) for each in states)
    return reader.say(sentence, day=reader.day(ends_on), purposes=purposes)


def _write_down(
    session: Session, person: Person, states: Sequence[PurposeState], by: Actor, now: datetime
) -> None:
    for each in states:
        note_timeline(
            session,
            town_id=person.town_id,
            kind=EntryKind.CONSENT_EXPIRED,
            at=now,
            by=by,
            person_id=person.id,
            subject_id=each.last.id if each.last else None,
            facts={"purpose": each.purpose.value},
        )


def _stop(
    session: Session, person: Person, ended: set[ConsentPurpose], by: Actor, now: datetime
) -> None:
    """Sharing and keyholders end as by a withdrawal; help waits, and questions do at the gate."""
    if FOR_NEIGHBOURS & ended:
        _pause_help(session, person, by, now)
    sharing = {ConsentPurpose.SHARE_WITH_AGENCY}
    # An office may know nothing of somebody of whom we may keep no record.
    also = sharing if ConsentPurpose.KEEP_RECORD in ended else set()
    stops = (ended | also) & (sharing | {ConsentPurpose.KEYHOLDER})
    stop_consented(session, person, stops, by=by, now=now)


def _pause_help(session: Session, person: Person, by: Actor, now: datetime) -> None:
    """Ask nobody any more. Helpers keep the task and lose its address until the yes is renewed.

    So does who goes on a missed day, and who is backup. A person tells them why they cannot read
    it: nobody said no.
    """
    for live in live_cases_of(session, person.id):
        case = case_by_id(session, live.id, alone=True)
        stop_asking(session, case, by=by, now=now, pauses=True)
        for task in active_tasks_of_case(session, case.id):
            key = f"consent_ended:{task.id}:{now.date().isoformat()}"
            owe_case_call(session, case, to_id=task.helper_id, key=key, by=by, now=now)
