"""Ask for a list of proposals: a run that a job goes on with, outside of any transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import true

from hopecare.domain.runs import RunKind
from hopecare.queries.batch_needs import open_need_rows
from hopecare.queries.proposals import find_list_in_the_making
from hopecare.queries.town_days import local_day
from hopecare.services.start_run import start_run
from models import Case, ProposalList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def ask_for_proposals(
    session: Session, *, town_id: UUID, centre_id: UUID | None, by: Actor, now: datetime
) -> ProposalList:
    """Begin a list of a centre's open needs, or of the town's; one that is begun is given again."""
    begun = find_list_in_the_making(session, centre_id)
    if begun is not None:
        return begun
    only = true() if centre_id is None else Case.centre_id == centre_id
    today = local_day(session, town_id, now)
    total = len(open_need_rows(session, only, today=today))
    run = start_run(session, town_id=town_id, kind=RunKind.MATCHING, total=total, by=by, now=now)
    asked = ProposalList(
        town_id=town_id,
        asked_at=now,
        asked_by_id=by.person_id,
        centre_id=centre_id,
        run_id=run.id,
    )
    session.add(asked)
    session.flush()
    return asked
