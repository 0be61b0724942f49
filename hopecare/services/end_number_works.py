"""Another number stands in the directory: the work of finding it has ended by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.call_pages import call_task_by_id
from hopecare.queries.number_works import is_desk_work, number_of
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_number_works(
    session: Session, *, before: Mapping[UUID, str | None], by: Actor, now: datetime
) -> None:
    """End each work whose number is another one than before (`numbers_sought`).

    An office left without any number is still to be found; a service whose desk has none any more
    is rung at its office.
    """
    for work_id, wrong in before.items():
        work = call_task_by_id(session, work_id)
        number = number_of(session, work)
        if number != wrong and (number or is_desk_work(work)):
            finish_call_task(session, task_id=work_id, outcome=None, by=by, now=now)
