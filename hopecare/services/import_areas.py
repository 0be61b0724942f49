"""Take a town's areas from a file: new ones are added, known ones get its shape and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import FileNotAcceptedError
from models import Area

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.reading.geojson import AreaFile, AreaShape


@dataclass(slots=True, kw_only=True)
class AreasReport:
    """What became of a file's areas."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def import_areas(
    session: Session, *, town_id: UUID, file: AreaFile, attribution: str | None = None
) -> AreasReport:
    """Write the areas of a file. Areas it does not name stay: people live in them."""
    known = {area.code: area for area in session.scalars(select(Area))}
    _refuse_unknown_parents(file, known)
    report = AreasReport()
    thanks = attribution or file.attribution
    for shape in file.areas:
        area = known.get(shape.code)
        if area is None:
            known[shape.code] = _added(session, town_id, shape, thanks)
            report.added += 1
        elif _update(area, shape, thanks):
            report.changed += 1
        else:
            report.unchanged += 1
    session.flush()
    _set_parents(file, known)
    return report


def _refuse_unknown_parents(file: AreaFile, known: dict[str, Area]) -> None:
    """Refuse a file that hangs an area from one that neither it nor the town has."""
    codes = known.keys() | {shape.code for shape in file.areas}
    for place, shape in enumerate(file.areas, start=1):
        if shape.parent_code is not None and shape.parent_code not in codes - {shape.code}:
            raise FileNotAcceptedError(problem="parent_unknown", feature=place)


def _added(session: Session, town_id: UUID, shape: AreaShape, thanks: str | None) -> Area:
    """A new area of the town."""
    area = Area(
        town_id=town_id,
        code=shape.code,
        kind=shape.kind,
        name=shape.name,
        name_en=shape.name_en,
        lat=shape.lat,
        lon=shape.lon,
        shape=shape.shape,
        attribution=thanks,
        population=shape.population,
    )
    session.add(area)
    return area


def _update(area: Area, shape: AreaShape, thanks: str | None) -> bool:
    """Set what differs; says whether anything did. What the file leaves out is kept."""
    wanted = {
        "kind": shape.kind,
        "name": shape.name,
        "name_en": shape.name_en,
        "lat": area.lat if shape.lat is None else shape.lat,
        "lon": area.lon if shape.lon is None else shape.lon,
        "shape": shape.shape or area.shape,
        "attribution": thanks or area.attribution,
        "population": area.population if shape.population is None else shape.population,
    }
    changed = {name: value for name, value in wanted.items() if getattr(area, name) != value}
    for name, value in changed.items():
        setattr(area, name, value)
    return bool(changed)


def _set_parents(file: AreaFile, known: dict[str, Area]) -> None:
    """Hang each area from its parent, now that all have keys."""
    for shape in file.areas:
        if shape.parent_code is not None:
            known[shape.code].parent_id = known[shape.parent_code].id
