"""The districts of the town as a field offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.queries.areas import area_by_id, centres, centres_of_areas, districts
from hopecare.queries.places import area_name, called_in
from hopecare.web.language import current_language
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from hopecare.web.forms import Form
    from models import Centre


def district_choices() -> list[tuple[UUID, str]]:
    """Give every district and what it is called."""
    language = current_language()
    with reading() as session:
        return [(each.id, area_name(each, language=language)) for each in districts(session)]


def district_choices_with_centre(on: date) -> list[tuple[UUID, str]]:
    """Give every district, and beside it the centre that looks after it, where a town has two."""
    language = current_language()
    with reading() as session:
        of_area = centres_of_areas(session, on=on) if len(centres(session)) > 1 else {}
        found = [(each, of_area.get(each.id)) for each in districts(session)]
    return [
        (area.id, " · ".join([area_name(area, language=language), *_named(centre, language)]))
        for area, centre in found
    ]


def _named(centre: Centre | None, language: str) -> list[str]:
    return [] if centre is None else [called_in(centre, language)]


def refuse_other_places(form: Form, name: str = "area_id") -> Form:
    """Say beside its field that a district is not of this town."""
    area_id = form.data.get(name)
    if area_id is None:
        return form
    with reading() as session:
        try:
            area_by_id(session, area_id)
        except NotFoundError:
            form.refuse(name, "outside_town")
    return form
