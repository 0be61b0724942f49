"""Where the home of a volunteer lies: written down without anybody moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.refusing import refuse_unless_of_volunteer
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.places import district_name, find_household
from hopecare.queries.residents import person_by_id
from hopecare.queries.volunteers import profile_of
from hopecare.services.measure_home import measure_home
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.home_points import refuse_point_elsewhere
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language
from hopecare.web.map_points import point_of
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.measure_home import MeasureHomeRequest, point_values, read_from
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/volunteers/<uuid:person_id>/home-point")
@permits("volunteer.change")
def volunteer_point(person_id: UUID) -> ResponseReturnValue:
    """Ask where their home lies; the point that stands is shown to nobody here."""
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        values = point_values(session, person_by_id(session, person_id))
    return _page(person_id, blank_form(values))


@blueprint.post("/volunteers/<uuid:person_id>/home-point")
@permits("volunteer.change")
def volunteer_point_act(person_id: UUID) -> ResponseReturnValue:
    """Measure their way from there, by the place they chose; nothing follows as from a move."""
    form, by, now = read_form(MeasureHomeRequest), current_identity(), desk().clock()
    point = point_of(form.data.get("point"))
    if not form.is_valid or point is None:
        return _page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        refuse_point_elsewhere(session, person_by_id(session, person_id), form.data)
        read = read_from(form.data)
        measure_home(session, person_id=person_id, point=point, read=read, by=by, now=now)
        return url_for("coordination.volunteer", person_id=person_id)

    try:
        return act_once(by, act, said=N_("It is kept. Their way is measured as they chose."))
    except InvalidInputError as error:
        return _page(person_id, form.refuse_all(error))


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        person, profile = person_by_id(session, person_id), profile_of(session, person_id)
        home = find_household(session, person_id)
        area_id = home.area_id if home else person.area_id
        district = district_name(session, area_id, language=current_language())
    shown([person.id])
    show = page if form.is_valid else again
    return show(
        "coordination/volunteer_point.html",
        form=form,
        person=person,
        profile=profile,
        home=home,
        district=district,
    )
