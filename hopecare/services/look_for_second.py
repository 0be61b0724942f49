"""Of two who are to go one has said yes: a second is looked for, or a person asks how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.askings import find_live_asking
from hopecare.queries.need_times import has_passed
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.open_asking import open_asking
from hopecare.services.owe_alone_call import owe_alone_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Task


def look_for_second(
    session: Session, case: Case, need: Need, task: Task, *, by: Actor, now: datetime
) -> None:
    """Ask anew where the time of asking was over; where neighbours are asked, that goes on.

    Once the help has begun nobody would be found: they are rung. For a missed day a person rings
    already. The caller holds case and need.
    """
    if find_live_asking(session, need.id) is not None:
        return
    if has_passed(session, need, now=now):
        owe_alone_call(session, case, need, task, by=by, now=now)
    elif missed_of_cover(session, need.id) is None:
        open_asking(session, case, need, by=by, now=now)
