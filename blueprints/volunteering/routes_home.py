"""From where I help: whoever moved says so themself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.volunteering.door import blueprint
from blueprints.volunteering.own import own_profile
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.places import find_household
from hopecare.queries.volunteers import person_by_id
from hopecare.services.move_volunteer import move_volunteer
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices_with_centre
from hopecare.web.forms import blank_form
from hopecare.web.home_points import read_home
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.move_volunteer import (
    HOME_LABELS,
    MoveVolunteerRequest,
    home_from,
    home_values,
)
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/where-from")
@permits("volunteer.change_own")
def home_form() -> ResponseReturnValue:
    """Ask where I live now."""
    with reading() as session:
        own = own_profile(session, "volunteer.change_own")
        values = home_values(session, person_by_id(session, own.person_id))
    return _page(blank_form(values))


@blueprint.post("/where-from")
@permits("volunteer.change_own")
def home_act() -> ResponseReturnValue:
    """Ask me around there from now on."""
    form = read_home(MoveVolunteerRequest)
    if not form.is_valid:
        return _page(form)
    by, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        own = own_profile(session, "volunteer.change_own")
        home, lives_id = home_from(form.data), form.data["lives_id"]
        move_volunteer(
            session, person_id=own.person_id, lives_id=lives_id, home=home, by=by, now=now
        )
        return url_for("volunteering.home")

    def theirs(session: Session) -> Mapping[str, object]:
        return home_values(session, person_by_id(session, by.person_id))

    said = N_("It is kept. Thank you. From now on we ask you around there.")
    return act_once(by, act, said=said, form=form, theirs=theirs, labels=HOME_LABELS)


def _page(form: Form) -> ResponseReturnValue:
    with reading() as session:
        own = own_profile(session, "volunteer.change_own")
        home = find_household(session, own.person_id)
    show = page if form.is_valid else again
    return show(
        "volunteering/where_from.html",
        form=form,
        profile=own,
        home=home,
        areas=district_choices_with_centre(current_reader().today),
    )
