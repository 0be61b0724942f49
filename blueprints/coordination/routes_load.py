"""What the numbers of load and fairness lead to: exactly the rows that they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprints.coordination.door import blueprint
from hopecare.domain.roles import Role
from hopecare.queries.helper_load import LOAD_WITHIN
from hopecare.web.identity import current_identity
from hopecare.web.listing import show_listing
from hopecare.web.listings.load_rows import ASKINGS, PEOPLE, TASKS
from hopecare.web.permits import permits

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hopecare.web.listing import Listing


@blueprint.get("/matching/load/askings")
@permits("volunteer.read")
def load_askings() -> ResponseReturnValue:
    """List every asking that is counted."""
    return _show(ASKINGS)


@blueprint.get("/matching/load/tasks")
@permits("volunteer.read")
def load_tasks() -> ResponseReturnValue:
    """List every task that is counted."""
    return _show(TASKS)


@blueprint.get("/matching/load/people")
@permits("volunteer.read")
def load_people() -> ResponseReturnValue:
    """List whom it is spread over, each with both numbers."""
    return _show(PEOPLE)


def _show(listing: Listing) -> ResponseReturnValue:
    of_centre: Any = Role.ADMINISTRATOR not in current_identity().roles
    return show_listing(
        listing, "coordination/load_rows.html", days=LOAD_WITHIN.days, of_centre=of_centre
    )
