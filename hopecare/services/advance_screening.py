"""Say how far the day's look has come, so that whoever goes on does nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.runs import run_by_id
from hopecare.services.advance_run import advance_run
from hopecare.services.claim_screening import CLAIMED_FOR
from hopecare.services.finish_run import finish_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ScreeningRound


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Some people in the order of keys: up to whom, how many, and what came of them."""

    up_to: UUID | None
    people: int
    turned: int
    errors: int
    is_last: bool


def advance_screening(
    session: Session, screening_round: ScreeningRound, step: Step, *, now: datetime
) -> None:
    """Move the place, add to the progress, keep the claim; the last step finishes the run."""
    run = run_by_id(session, screening_round.run_id)
    turned = int(run.result.get("turned") or 0) + step.turned
    screening_round.after_person_id = step.up_to
    screening_round.claimed_until = now + CLAIMED_FOR
    run.result = {"turned": turned}
    advance_run(
        session,
        run_id=run.id,
        done=run.done + step.people,
        now=now,
        errors=run.errors + step.errors,
    )
    if step.is_last:
        screening_round.finished_at = now
        finish_run(session, run_id=run.id, result={"turned": turned}, now=now)
    session.flush()
