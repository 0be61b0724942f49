"""Open a care centre and say which districts it looks after from today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import AlreadyTakenError, InvalidInputError
from models import Area, Centre, CentreCoverage

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreWish:
    """What a centre is called, its telephone, and the codes of its districts."""

    code: str
    name: str
    name_en: str
    phone: str
    area_codes: tuple[str, ...] = ()


def open_centre(session: Session, wish: CentreWish, *, town_id: UUID, on: date) -> Centre:
    """Open it; an unknown district or one that is looked after already is refused."""
    if session.scalar(select(Centre.id).where(Centre.code == wish.code)) is not None:
        raise AlreadyTakenError(code=wish.code)
    areas = session.scalars(select(Area).where(Area.code.in_(wish.area_codes))).all()
    unknown = set(wish.area_codes) - {area.code for area in areas}
    if unknown:
        raise InvalidInputError({"areas": sorted(unknown)})
    _refuse_covered(session, [area.id for area in areas])
    centre = Centre(
        town_id=town_id, code=wish.code, name=wish.name, name_en=wish.name_en, phone=wish.phone
    )
    session.add(centre)
    session.flush()
    session.add_all(
        CentreCoverage(town_id=town_id, centre_id=centre.id, area_id=area.id, from_on=on)
        for area in areas
    )
    session.flush()
    return centre


def _refuse_covered(session: Session, area_ids: list[UUID]) -> None:
    """A district has one centre at a time: never two owners."""
    covered = session.scalar(
        select(CentreCoverage.area_id).where(
            CentreCoverage.area_id.in_(area_ids), CentreCoverage.until_on.is_(None)
        )
    )
    if covered is not None:
        raise AlreadyTakenError(area_id=covered)
