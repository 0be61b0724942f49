"""The page a working day begins with: what waits, each number a way to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.coordination.door import blueprint
from hopecare.extensions import desk
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
    """Show what waits today."""
    reader, now = current_reader(), desk().clock()
    day = day_in(reader.zone, reader.today)
    with reading() as session:
        counted = today_of(session, identity=current_identity(), day=day, on=reader.today, now=now)
    return page("coordination/today.html", today=counted, on=reader.today)
