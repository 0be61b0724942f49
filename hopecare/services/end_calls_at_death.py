"""Somebody has died: nobody rings them any more, and nobody asks of them how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import ABOUT_WHOM
from hopecare.domain.recurring import row_caused_by
from hopecare.queries.calls_of_check_ins import HOW_THEY_ARE, calls_how_they_are
from hopecare.queries.own_words import reply_of_review
from hopecare.queries.stoppable import calls_owed_to, has_died
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Person


def end_calls_at_death(
    session: Session, person: Person, *, of_others: Collection[UUID], by: Actor, now: datetime
) -> list[CallTask]:
    """Cancel them, and give those that were cancelled: undoing the death owes them again.

    What was to be asked of them about somebody who lives is asked of these themselves. A text of
    theirs that may be `of_others` is read all the same, and whom they wrote of is found out.
    """
    owed = {call.id: call for call in calls_owed_to(session, person.id)}
    owed |= {call.id: call for call in calls_how_they_are(session, person.id)}
    ended = [call for call in owed.values() if not _goes_on(session, call, person, of_others)]
    for call in ended:
        finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)
    return ended


def _goes_on(session: Session, call: CallTask, person: Person, of_others: Collection[UUID]) -> bool:
    if row_caused_by(ABOUT_WHOM, call.dedup_key) is not None:
        call.person_id = None
        return True
    return reply_of_review(call.dedup_key) in of_others or _turns(session, call, person)


def _turns(session: Session, call: CallTask, person: Person) -> bool:
    """Whether the call is made to whom it is about."""
    about_id = call.about_person_id
    if call.kind not in HOW_THEY_ARE or about_id is None or about_id == person.id:
        return False
    if has_died(session, about_id):
        return False
    call.person_id = about_id
    return True
