"""Where the home of a resident lies: written down without anybody moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.places import district_name, find_household
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.measure_home import measure_home
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.home_points import refuse_point_elsewhere, written_home_point
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language
from hopecare.web.map_points import point_of
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.measure_home import (
    POINT_LABELS,
    MeasureHomeRequest,
    point_values,
    read_from,
)
from hopecare.web.scopes import reading
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/residents/<uuid:person_id>/home-point")
@permits("resident.change")
def home_point(person_id: UUID) -> ResponseReturnValue:
    """Ask where their home lies; the point that stands is shown to whoever reads the address."""
    with reading() as session:
        refuse_unless(session, "resident.change", current_identity(), Person, person_id)
        values = _values(session, person_id)
    return _page(person_id, blank_form(values))


@blueprint.post("/residents/<uuid:person_id>/home-point")
@permits("resident.change")
def home_point_act(person_id: UUID) -> ResponseReturnValue:
    """Measure from there; nothing follows as from a move."""
    form, by, now = read_form(MeasureHomeRequest), current_identity(), desk().clock()
    point = point_of(form.data.get("point"))
    if not form.is_valid or point is None:
        return _page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", by, Person, person_id)
        refuse_point_elsewhere(session, person_by_id(session, person_id), form.data)
        read = read_from(form.data)
        measure_home(session, person_id=person_id, point=point, read=read, by=by, now=now)
        return url_for("casework.reach", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        return _values(session, person_id)

    said = N_("It is kept. Distances are measured from there.")
    try:
        return act_once(by, act, said=said, form=form, theirs=theirs, labels=POINT_LABELS)
    except InvalidInputError as error:
        return _page(person_id, form.refuse_all(error))


def _values(session: Session, person_id: UUID) -> dict[str, object]:
    stands = written_home_point(find_household(session, person_id))
    return {"point": stands} | point_values(session, person_by_id(session, person_id))


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "resident.change", current_identity(), Person, person_id)
        person, home = person_by_id(session, person_id), find_household(session, person_id)
        area_id = home.area_id if home else person.area_id
        district = district_name(session, area_id, language=current_language())
    shown([person.id])
    show, template = page if form.is_valid else again, "casework/home_point.html"
    return show(template, form=form, person=person, home=home, district=district)
