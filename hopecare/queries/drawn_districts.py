"""The districts of a town with their middles and outlines, to hold a measured point against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.home_points import District
from hopecare.domain.matching.distance import Point
from hopecare.queries.areas import districts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def drawn_districts(session: Session) -> tuple[District, ...]:
    """Read where every district lies, as far as it is known."""
    return tuple(
        District(
            area_id=each.id,
            middle=None if each.lat is None or each.lon is None else Point(each.lat, each.lon),
            shape=each.shape,
        )
        for each in districts(session)
    )
