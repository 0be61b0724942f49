"""From where a volunteer helps, written down by staff when they have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.refusing import refuse_unless_of_volunteer
from hopecare.domain.permissions import may
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import subject_of
from hopecare.queries.volunteers import profile_of
from hopecare.services.move_volunteer import move_volunteer
from hopecare.services.pass_volunteer_on import pass_volunteer_on
from hopecare.web.access_log import shown
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
    MoveByStaffRequest,
    home_from,
    home_values,
)
from hopecare.web.scopes import reading
from models import VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/volunteers/<uuid:person_id>/home")
@permits("volunteer.change")
def volunteer_home(person_id: UUID) -> ResponseReturnValue:
    """Ask where a volunteer lives now."""
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        values = home_values(session, person_by_id(session, person_id))
    return _page(person_id, blank_form(values))


@blueprint.post("/volunteers/<uuid:person_id>/home")
@permits("volunteer.change")
def volunteer_home_act(person_id: UUID) -> ResponseReturnValue:
    """Let them help from there; what they are asked for or hold is looked at from there."""
    form = read_home(MoveByStaffRequest)
    if not form.is_valid:
        return _page(person_id, form)
    by, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        home, lives_id = home_from(form.data), form.data["lives_id"]
        move_volunteer(session, person_id=person_id, lives_id=lives_id, home=home, by=by, now=now)
        if form.data["pass_on"]:
            pass_volunteer_on(session, person_id=person_id, by=by, now=now)
        return _afterwards(session, person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        return home_values(session, person_by_id(session, person_id))

    said = N_("It is kept. Whoever would have too far to go by now is on the list of calls.")
    return act_once(by, act, said=said, form=form, theirs=theirs, labels=HOME_LABELS)


@blueprint.post("/volunteers/<uuid:person_id>/pass-on")
@permits("volunteer.change")
def pass_volunteer_on_act(person_id: UUID) -> ResponseReturnValue:
    """Let the centre of their district look after them from now on."""
    by, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        pass_volunteer_on(session, person_id=person_id, by=by, now=now)
        return _afterwards(session, person_id)

    return act_once(by, act, said=N_("They are passed on."))


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        person = person_by_id(session, person_id)
    shown([person.id])
    show, areas = page if form.is_valid else again, district_choices_with_centre(_today())
    return show("coordination/volunteer_home.html", form=form, person=person, areas=areas)


def _today() -> date:
    return current_reader().today


def _afterwards(session: Session, person_id: UUID) -> str:
    """Where it goes on: whoever sees them no more, since another centre does, reads the list."""
    profile = profile_of(session, person_id)
    seen = subject_of(session, VolunteerProfile, profile.id)
    if may(current_identity(), "volunteer.read", seen).allowed:
        return url_for("coordination.volunteer", person_id=person_id)
    return url_for("coordination.volunteers")
