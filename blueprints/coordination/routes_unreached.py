"""Whom we could not reach: by district and cause, each number leading to its rows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from blueprints.coordination.door import blueprint
from hopecare.domain.unreached import UNREACHED
from hopecare.queries.areas import districts
from hopecare.web.forms import read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.unreached import (
    PLACE,
    UNREACHED_LIST,
    About,
    UnreachedFilter,
    not_reached,
    since_of,
)
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import CallTask, Person

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallOutcome

Counts = dict["UUID | None", dict["CallOutcome", int]]


@blueprint.get("/could-not-reach")
@permits("call_task.read")
def unreached() -> ResponseReturnValue:
    """Count by district and cause, and list what the filters leave."""
    since = since_of(read_query(UnreachedFilter).data)
    with reading() as session:
        areas = districts(session)
        counts = _counts(session, since)
    return show_listing(
        UNREACHED_LIST,
        "coordination/unreached.html",
        areas=areas,
        counts=counts,
        causes=[(cause, current_reader().label(cause)) for cause in UNREACHED],
        reasons=[(cause.value, current_reader().label(cause)) for cause in UNREACHED],
        since=since,
    )


def _counts(session: Session, since: date) -> Counts:
    """How many tries ended so, by district and cause, in one statement."""
    counted = session.execute(
        select(PLACE.label("area_id"), CallTask.outcome, func.count(CallTask.id))
        .select_from(CallTask)
        .outerjoin(Person, Person.id == CallTask.person_id)
        .outerjoin(About, About.id == CallTask.about_person_id)
        .where(not_reached(current_identity(), since))
        .group_by(PLACE, CallTask.outcome)
    )
    counts: Counts = defaultdict(dict)
    for area_id, outcome, number in counted:
        if outcome is not None:
            counts[area_id][outcome] = number
    return counts
