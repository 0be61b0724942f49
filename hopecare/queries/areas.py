"""Areas of a town, and which centre covers them on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import NotFoundError
from hopecare.queries.not_over import not_over
from models import Area, Centre, CentreCoverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def districts(session: Session) -> Sequence[Area]:
    """Read the areas people live in, by name: the leaves of the tree, whatever their kind is."""
    above = select(Area.parent_id).where(Area.parent_id.is_not(None))
    return session.scalars(select(Area).where(Area.id.not_in(above)).order_by(Area.name)).all()


def area_by_id(session: Session, area_id: UUID) -> Area:
    """Give an area of this town."""
    area = session.get(Area, area_id)
    if area is None:
        raise NotFoundError(kind="area", area_id=area_id)
    return area


def find_area(session: Session, area_id: UUID | None) -> Area | None:
    """Find the area somebody lives in, if it is known."""
    return None if area_id is None else session.get(Area, area_id)


def area_with_all_above(session: Session, area_id: UUID | None) -> tuple[UUID, ...]:
    """Give an area and every area it lies in, the smallest first; nothing where it is not known."""
    found: list[UUID] = []
    while area_id is not None and area_id not in found:
        found.append(area_id)
        area_id = session.scalar(select(Area.parent_id).where(Area.id == area_id))
    return tuple(found)


def find_centre_of_area(session: Session, area_id: UUID | None, *, on: date) -> Centre | None:
    """Find the centre that covers an area on a day, or the area above it."""
    seen: set[UUID] = set()
    while area_id is not None and area_id not in seen:
        seen.add(area_id)
        centre = session.scalar(_covering(area_id, on))
        if centre is not None:
            return centre
        area_id = session.scalar(select(Area.parent_id).where(Area.id == area_id))
    return None


def centres_of_areas(session: Session, *, on: date) -> dict[UUID, Centre]:
    """Name the centre that covers each area on a day, or the area above it; none: absent."""
    above = {row.id: row.parent_id for row in session.execute(select(Area.id, Area.parent_id))}
    covering: dict[UUID, Centre] = {}
    for area_id, centre in session.execute(
        select(CentreCoverage.area_id, Centre)
        .join(CentreCoverage, CentreCoverage.centre_id == Centre.id)
        .where(CentreCoverage.from_on <= on, not_over(CentreCoverage, on))
        .order_by(CentreCoverage.from_on.desc(), Centre.id)
    ):
        covering.setdefault(area_id, centre)
    found = {area_id: _first_above(area_id, above, covering) for area_id in above}
    return {area_id: centre for area_id, centre in found.items() if centre is not None}


def _first_above(
    area_id: UUID, above: Mapping[UUID, UUID | None], covering: Mapping[UUID, Centre]
) -> Centre | None:
    at: UUID | None = area_id
    for _ in above:
        if at is None or at in covering:
            break
        at = above.get(at)
    return None if at is None else covering.get(at)


def centre_by_id(session: Session, centre_id: UUID) -> Centre:
    """Give a centre of this town."""
    centre = session.get(Centre, centre_id)
    if centre is None:
        raise NotFoundError(kind="centre", centre_id=centre_id)
    return centre


def centres(session: Session) -> Sequence[Centre]:
    """Read the centres of the town, by name."""
    return session.scalars(select(Centre).order_by(Centre.name)).all()


def _covering(area_id: UUID, on: date) -> Select[Centre]:
    return (
        select(Centre)
        .join(CentreCoverage, CentreCoverage.centre_id == Centre.id)
        .where(
            CentreCoverage.area_id == area_id,
            CentreCoverage.from_on <= on,
            not_over(CentreCoverage, on),
        )
        .order_by(CentreCoverage.from_on.desc(), Centre.id)
        .limit(1)
    )
