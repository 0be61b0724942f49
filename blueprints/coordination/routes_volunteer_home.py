"""From where a volunteer helps, written down by staff when they have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteers import profile_of
from hopecare.services.move_volunteer import move_volunteer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices, refuse_other_places
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.move_volunteer import (
    HOME_LABELS,
    MoveVolunteerRequest,
    home_from,
    home_values,
)
from hopecare.web.scopes import reading
from models import VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/volunteers/<uuid:person_id>/home")
@permits("volunteer.change")
def volunteer_home(person_id: UUID) -> ResponseReturnValue:
    """Ask where a volunteer lives now."""
    with reading() as session:
        _refuse_unless(session, person_id)
        values = home_values(session, person_by_id(session, person_id))
    return _page(person_id, blank_form(values))


@blueprint.post("/volunteers/<uuid:person_id>/home")
@permits("volunteer.change")
def volunteer_home_act(person_id: UUID) -> ResponseReturnValue:
    """Let them help from there; what they are asked for or hold is looked at from there."""
    form = refuse_other_places(read_form(MoveVolunteerRequest))
    if not form.is_valid:
        return _page(person_id, form)
    by, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        _refuse_unless(session, person_id)
        home, lives_id = home_from(form.data), form.data["lives_id"]
        move_volunteer(session, person_id=person_id, lives_id=lives_id, home=home, by=by, now=now)
        return url_for("coordination.volunteer", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        return home_values(session, person_by_id(session, person_id))

    said = N_("It is kept. Whoever would have too far to go by now is on the list of calls.")
    return act_once(by, act, said=said, form=form, theirs=theirs, labels=HOME_LABELS)


def _refuse_unless(session: Session, person_id: UUID) -> None:
    profile = profile_of(session, person_id)
    refuse_unless(session, "volunteer.change", current_identity(), VolunteerProfile, profile.id)


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        _refuse_unless(session, person_id)
        person = person_by_id(session, person_id)
    shown([person.id])
    show = page if form.is_valid else again
    return show(
        "coordination/volunteer_home.html", form=form, person=person, areas=district_choices()
    )
