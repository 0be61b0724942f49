"""The points that a list says of known homes, each in a transaction of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.commands.edge import BY
from hopecare.errors import StaleVersionError
from hopecare.services.fill_home_point import fill_home_point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hopecare.commands.edge import Edge
    from hopecare.database import TownScope
    from hopecare.services.plan_people import ImportReport, Measured

log = logging.getLogger(__name__)
HOMES_A_WORD: Final = 50
"""After how many homes a run says that it still goes on."""


def fill_points(
    edge: Edge,
    scope: TownScope,
    points: Sequence[Measured],
    *,
    report: ImportReport,
    goes_on: Callable[[], None],
) -> None:
    """Write them, and count only those that were written.

    One home at a time: whoever is asked or helps there is held only as long as its own takes.
    """
    for count, each in enumerate(points, start=1):
        if _fill(edge, scope, each):
            report.measured.append(each)
        if count % HOMES_A_WORD == 0:
            goes_on()


def _fill(edge: Edge, scope: TownScope, each: Measured) -> bool:
    place = (each.point.lat, each.point.lon)
    try:
        with edge.database.writing(scope) as session:
            return fill_home_point(
                session,
                person_id=each.person_id,
                household_id=each.household_id,
                point=place,
                by=BY,
                now=edge.clock(),
            )
    except StaleVersionError:
        # Somebody writes about this home in this very moment: theirs stands.
        return False
    except (
        Exception
    ):  # the people are in: a home that cannot be read leaves the others their points
        log.exception("home not measured", extra={"person_id": str(each.person_id)})
        return False
