"""Fit, once a night, who says yes to what; kept with how good it is, used only where honest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.chances import BY_OWN_RATE, Chances
from hopecare.domain.matching.fits import fit
from hopecare.queries.acceptance_models import last_model
from hopecare.queries.said_before import said_before
from hopecare.queries.town_days import local_day
from models import AcceptanceModel

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def fit_acceptance(session: Session, *, town_id: UUID, now: datetime) -> AcceptanceModel:
    """Write the night's row; the night that has one already keeps it."""
    today, last = local_day(session, town_id, now), last_model(session, town_id)
    if last is not None and last.fitted_on >= today:
        return last
    answers = said_before(session, town_id, now=now)
    came = fit(
        [each.signs for each in answers],
        [each.said_yes for each in answers],
        last=Chances(tuple(last.weights)) if last and last.weights else BY_OWN_RATE,
        since=sum(each.at > last.fitted_at for each in answers) if last else 0,
    )
    weights, measured = came.chances.weights, came.measured
    made = AcceptanceModel(
        town_id=town_id,
        fitted_on=today,
        fitted_at=now,
        verdict=came.verdict,
        answers=came.answers,
        weights=list(weights) if weights is not None else None,
        judged_by=measured.answers if measured else 0,
        said=measured.said if measured else None,
        came=measured.came if measured else None,
        most_off=measured.most_off if measured else None,
        brier=measured.brier if measured else None,
        own_brier=measured.own_brier if measured else None,
    )
    session.add(made)
    session.flush()
    return made
