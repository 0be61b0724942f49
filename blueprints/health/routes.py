"""The health page for machines that watch: does all of it work that nobody looks at?"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hopecare.channel_profiles import all_profiles
from hopecare.database import AllTowns
from hopecare.extensions import desk
from hopecare.web.permits import public
from models import Heartbeat, Town, Webhook

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """Say whether all is well: 200, or 503 with what is not, such as the jobs that are silent."""
    try:
        amiss = _amiss(desk().clock())
    except SQLAlchemyError as error:
        log.exception("the database does not answer", exc_info=error)
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, database="silent")
    status = HTTPStatus.SERVICE_UNAVAILABLE if amiss else HTTPStatus.OK
    return _answer(status, database="answers", **amiss)


def _amiss(now: datetime) -> dict[str, list[str]]:
    """Whatever is not well, by what it is."""
    found = {
        "silent_jobs": _silent_jobs(now),
        "channel_profiles": _profiles_not_to_be_had(),
        "webhooks": _webhooks_given_up(),
    }
    return {what: names for what, names in found.items() if names}


def _profiles_not_to_be_had() -> list[str]:
    """Name the profiles that towns have chosen and that are missing, or have a mistake."""
    with desk().database.reading(AllTowns()) as session:
        chosen = session.scalars(select(Town.channel_profile).distinct()).all()
    return sorted(set(chosen) - set(all_profiles()))


def _webhooks_given_up() -> list[str]:
    """Name the systems, by key, that did not answer for over a day: nothing is told them now."""
    with desk().database.reading(AllTowns()) as session:
        given_up = select(Webhook.id).where(Webhook.failed_at.is_not(None))
        return sorted(str(each) for each in session.scalars(given_up))


def _silent_jobs(now: datetime) -> list[str]:
    """Name the jobs that have not come to their end for too long; a silent worker asks nobody."""
    with desk().database.reading(AllTowns()) as session:
        beats = {row.job: row.beat_at for row in session.scalars(select(Heartbeat))}
    return sorted(
        job
        for job, longest in desk().silent_after.items()
        if job not in beats or now - beats[job] > longest
    )


def _answer(status: HTTPStatus, **facts: object) -> Response:
    answer = jsonify(status="well" if status is HTTPStatus.OK else "unwell", **facts)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
