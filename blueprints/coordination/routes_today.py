"""The page a working day begins with: what waits, each number a way to its rows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from blueprints.coordination.door import blueprint
from hopecare.extensions import desk
from hopecare.queries.today import today_of
from hopecare.web.identity import current_identity
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/today")
@permits("dashboard.read")
def today() -> ResponseReturnValue:
    """Show what waits today."""
    zone = ZoneInfo(current_town().zone)
    local_today = desk().clock().astimezone(zone).date()
    starts = datetime.combine(local_today, time.min, zone)
    ends = datetime.combine(local_today + timedelta(days=1), time.min, zone)
    with reading() as session:
        counted = today_of(session, identity=current_identity(), day=(starts, ends), on=local_today)
    return page("coordination/today.html", today=counted, on=local_today)
