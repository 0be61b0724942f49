"""Whom a resident would rather not have: no reason is asked, and the ranking obeys at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.refused_helpers import helper_choice
from hopecare.queries.residents import matches_typed, person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteers import profile_of
from hopecare.services.allow_helper import allow_helper
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.set_building_wish import set_building_wish
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.refuse_helper import BuildingWishRequest, FindHelperRequest
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/residents/<uuid:person_id>/helpers")
@permits("resident.change")
def refused_helpers(person_id: UUID) -> ResponseReturnValue:
    """Show whom they would rather not have, and who could be meant."""
    identity, wanted = current_identity(), read_query(FindHelperRequest)
    typed = wanted.data.get("q")
    with reading() as session:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        person = person_by_id(session, person_id)
        choice = helper_choice(
            session,
            person_id,
            named=matches_typed(typed, country=current_town().country) if typed else None,
            identity=identity,
            on=current_reader().today,
        )
    shown([person_id, *(each.id for each in (*choice.refused, *choice.possible))])
    return page("casework/refused_helpers.html", person=person, choice=choice, form=wanted)


@blueprint.post("/residents/<uuid:person_id>/helpers/<uuid:helper_id>/refuse")
@permits("resident.change")
def refuse_helper_act(person_id: UUID, helper_id: UUID) -> ResponseReturnValue:
    """Never ask this volunteer for this resident."""
    by, now = current_identity(), desk().clock()

    def refuse(session: Session) -> object:
        profile = profile_of(session, helper_id)
        refuse_unless(session, "volunteer.find", by, VolunteerProfile, profile.id)
        return refuse_helper(session, resident_id=person_id, helper_id=helper_id, by=by, now=now)

    return _change(person_id, refuse)


@blueprint.post("/residents/<uuid:person_id>/helpers/<uuid:helper_id>/allow")
@permits("resident.change")
def allow_helper_act(person_id: UUID, helper_id: UUID) -> ResponseReturnValue:
    """Let this volunteer be asked again."""
    by, now = current_identity(), desk().clock()

    def allow(session: Session) -> None:
        resident = person_by_id(session, person_id)
        allow_helper(session, resident, helper_id=helper_id, by=by, now=now)

    return _change(person_id, allow)


@blueprint.post("/residents/<uuid:person_id>/helpers/building")
@permits("resident.change")
def wish_building(person_id: UUID) -> ResponseReturnValue:
    """Write whether somebody of the same building may help."""
    form, by, now = read_form(BuildingWishRequest), current_identity(), desk().clock()
    nobody = bool(form.data.get("nobody"))

    def wish(session: Session) -> object:
        resident = person_by_id(session, person_id)
        return set_building_wish(session, resident, nobody=nobody, by=by, now=now)

    return _change(person_id, wish)


def _change(person_id: UUID, verb: Callable[[Session], object]) -> Response:
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        verb(session)
        return url_for("casework.refused_helpers", person_id=person_id)

    return act_once(identity, act, said=N_("The change is kept."))
