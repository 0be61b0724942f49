"""Tell a resident that a neighbour will help: the name they are called by, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.residents import person_by_id
from hopecare.queries.texts_to_residents import may_be_texted
from hopecare.queries.weekly import missed_of_cover
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Message, Person, Task


def tell_resident(session: Session, case: Case, task: Task, *, now: datetime) -> Message | None:
    """Promise the words where they agreed to be contacted and nobody else reads them."""
    resident = person_by_id(session, case.resident_id)
    if not may_be_texted(session, resident, now=now):
        return None
    return promise(
        session,
        town_id=case.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=resident.id,
        dedup_key=f"task:{task.id}:helper_found",
        words=_words(session, resident, task),
        about=About(case_id=case.id),
        now=now,
    )


def _words(session: Session, resident: Person, task: Task) -> Words:
    helper = person_by_id(session, task.helper_id)
    said = {"name": resident.called, "helper": helper.called}
    missed = missed_of_cover(session, task.need_id)
    if missed is None:
        return Words(text=Text.HELPER_FOUND, values=said)
    return Words(text=Text.WEEK_TAKEN, values={**said, "day": missed.on_date})
