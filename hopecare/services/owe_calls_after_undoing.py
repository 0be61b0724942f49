"""A death was recorded by mistake: whoever heard of it, or lost a task by it, is rung by a person.

Nobody reads in a text that somebody they mourn is alive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.language import N_, translator
from hopecare.queries.town_days import town_by_id
from hopecare.queries.undone_calls import undone_key
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_calls_after_death import WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, DeathRecord, Person

TO_THEM: Final = N_(
    "Their death was recorded by mistake and undone. Ask how they are, and settle what is listed."
)
TO_OTHERS: Final = N_("The death was recorded by mistake. Tell them, and how care goes on.")


def owe_calls_after_undoing(
    session: Session,
    person: Person,
    record: DeathRecord,
    *,
    to_ids: Iterable[UUID],
    by: Actor,
    now: datetime,
) -> list[CallTask]:
    """Owe one call to the person themself, and one to each of the others."""
    others = dict.fromkeys(each for each in to_ids if each != person.id)
    say = translator(town_by_id(session, person.town_id).language)
    calls = []
    for to_id in (person.id, *others):
        owed = OwedCall(
            kind=CallTaskKind.CALL_BACK,
            dedup_key=undone_key(record.id, to_id),
            due_at=now + WITHIN,
            person_id=to_id,
            about_person_id=person.id,
            centre_id=person.centre_id,
            words=say.gettext(TO_THEM if to_id == person.id else TO_OTHERS),
        )
        calls.append(open_call_task(session, town_id=person.town_id, owed=owed, by=by, now=now))
    return calls
