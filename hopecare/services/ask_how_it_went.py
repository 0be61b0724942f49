"""The emergency number was rung: somebody asks soon how it went, unless it is found out anyhow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.overdue_calls import HOW_IT_WENT
from hopecare.domain.roles import STAFF
from hopecare.language import N_, translator
from hopecare.queries.how_it_went import is_found_out
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CallTask

FIND_OUT: Final = N_("The emergency number was rung. Find out how it went.")


def ask_how_it_went(
    session: Session, task: CallTask, *, due_at: datetime, by: Identity, now: datetime
) -> CallTask | None:
    """Owe it once for each person, to whom the call was; None where an alarm or a call goes on.

    Of somebody we do not know, the words keep the number.
    """
    if is_found_out(session, task, until=due_at):
        return None
    say = translator(town_by_id(session, task.town_id).language)
    about_id = task.about_person_id or task.person_id
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"{HOW_IT_WENT}:{about_id or task.id}",
        due_at=due_at,
        person_id=task.person_id,
        about_person_id=task.about_person_id,
        case_id=task.case_id,
        report_id=task.report_id,
        slot_id=task.slot_id,
        owner_id=by.person_id if by.roles & STAFF else None,
        centre_id=task.centre_id,
        words=say.gettext(FIND_OUT) if task.person_id else task.words,
        recurs=True,
    )
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
