"""Take up the day's look at everybody: begin it, or go on where another worker stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from uuid_utils.compat import uuid7

from hopecare.domain.runs import RunKind
from hopecare.queries.screening import count_screened, find_round, unfinished_rounds
from hopecare.services.finish_run import finish_run
from hopecare.services.start_run import start_run
from models import ScreeningRound

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.identity import Actor

CLAIMED_FOR: Final = timedelta(minutes=2)
"""A worker that says nothing for so long has stopped."""


def claim_screening(
    session: Session, *, town_id: UUID, pack: Pack, on: date, by: Actor, now: datetime
) -> ScreeningRound | None:
    """Give the look to one worker; None while another has it, once it is done, and for nobody."""
    found = find_round(session, pack=pack.key, version=pack.version, on=on, alone=True)
    if found is None:
        found = _begin(session, town_id, pack, on, by=by, now=now)
    if found is None or found.finished_at is not None:
        return None
    if found.claimed_until is not None and found.claimed_until > now:
        return None
    found.claim, found.claimed_until = uuid7(), now + CLAIMED_FOR
    session.flush()
    return found


def _begin(
    session: Session, town_id: UUID, pack: Pack, on: date, *, by: Actor, now: datetime
) -> ScreeningRound | None:
    total = count_screened(session, pack=pack.key, on=on)
    if not total:
        return None
    for older in unfinished_rounds(session):
        older.finished_at = now
        finish_run(
            session, run_id=older.run_id, result={"reason": "overtaken"}, now=now, failed=True
        )
    run = start_run(session, town_id=town_id, kind=RunKind.RESCREEN, total=total, by=by, now=now)
    begun = ScreeningRound(
        town_id=town_id, pack=pack.key, pack_version=pack.version, on_date=on, run_id=run.id
    )
    session.add(begun)
    session.flush()
    return begun
