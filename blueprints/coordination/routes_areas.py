"""Districts: how many live there, are helped and help; shapes and counts as GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Response
from sqlalchemy import select

from blueprints.coordination.door import blueprint
from hopecare.queries.area_counts import area_collection, area_counts
from hopecare.queries.visibility import visible
from hopecare.web.identity import current_identity
from hopecare.web.listing import show_listing
from hopecare.web.listings.areas import AREAS
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Area, Person

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/areas")
@permits("area.read")
def areas() -> ResponseReturnValue:
    """List the districts with their numbers, and thank whoever gave the shapes."""
    with reading() as session:
        thanks = session.scalars(
            select(Area.attribution).where(Area.attribution.is_not(None)).distinct()
        ).all()
    return show_listing(AREAS, "coordination/areas.html", thanks=sorted(filter(None, thanks)))


@blueprint.get("/areas.geojson")
@permits("area.export")
def areas_geojson() -> ResponseReturnValue:
    """Give shapes and counts, as our own import reads them again."""
    mine = visible("resident.read", current_identity(), Person)
    with reading() as session:
        collection = area_collection(area_counts(session, people=mine))
    answer = Response(json.dumps(collection, ensure_ascii=False), mimetype="application/geo+json")
    answer.headers["Content-Disposition"] = "attachment; filename=areas.geojson"
    answer.headers["Cache-Control"] = "no-store"
    return answer
