"""The page a working day begins with: whom to turn to first, and the ways to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.coordination.door import blueprint
from blueprints.coordination.today_gap import duty_gap
from blueprints.coordination.today_sections import at_rest, sections_for, waiting_in
from hopecare.queries.check_in_board import day_in
from hopecare.queries.today import today_of
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/today")
@permits("dashboard.read")
def today() -> ResponseReturnValue:
    """Show who waits today, the most urgent people first."""
    reader, identity = current_reader(), current_identity()
    day = day_in(reader.zone, reader.today)
    with reading() as session:
        counted = today_of(session, identity=identity, day=day, now=reader.now)
        gap = duty_gap(session, identity)
        found = [waiting_in(session, each, identity) for each in sections_for(identity)]
    return page(
        "coordination/today.html",
        today=counted,
        gap=gap,
        on=reader.today,
        waiting=[each for each in found if each.total],
        at_rest=at_rest(found),
    )
