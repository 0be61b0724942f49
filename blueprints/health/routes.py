"""The health page for machines that watch: does the database answer, does the worker beat?"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hopecare.database import AllTowns
from hopecare.extensions import desk
from hopecare.web.permits import public
from models import Heartbeat

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
@public
def health() -> Response:
    """Say whether all is well: 200, or 503 with the jobs that are silent."""
    try:
        silent = _silent_jobs(desk().clock())
    except SQLAlchemyError as error:
        log.exception("the database does not answer", exc_info=error)
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, database="silent")
    if silent:
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, database="answers", silent_jobs=silent)
    return _answer(HTTPStatus.OK, database="answers")


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
