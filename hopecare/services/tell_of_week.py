"""Tell a resident that nobody can come on a missed day; where no text may, a person rings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.residents import person_by_id
from hopecare.queries.texts_to_residents import may_be_texted
from hopecare.services.owe_week_call import owe_week_call
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek


def tell_of_week(
    session: Session, case: Case, missed: MissedWeek, *, by: Actor, now: datetime
) -> None:
    """Promise the words, or owe the call; once a day that is missed."""
    resident = person_by_id(session, case.resident_id)
    if not may_be_texted(session, resident, now=now):
        owe_week_call(session, case, missed, what="nobody", by=by, now=now)
        return
    promise(
        session,
        town_id=case.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=resident.id,
        dedup_key=f"missed_week:{missed.id}:nobody",
        words=Words(text=Text.WEEK_NOBODY, values={"name": resident.called, "day": missed.on_date}),
        about=About(case_id=case.id),
        now=now,
    )
