"""The districts of the town as a field offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.queries.areas import area_by_id, districts
from hopecare.queries.places import area_name
from hopecare.web.language import current_language
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.web.forms import Form


def district_choices() -> list[tuple[UUID, str]]:
    """Give every district and what it is called."""
    language = current_language()
    with reading() as session:
        return [(each.id, area_name(each, language=language)) for each in districts(session)]


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
