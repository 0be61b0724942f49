"""A neighbour who was not known before becomes a volunteer, at the desk or on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.channels import ReplyWay
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import StartsFrom
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import LIKENESSES
from hopecare.queries.duplicates import PersonHit, find_duplicates, traces_of_name
from hopecare.queries.search_terms import phone_index
from hopecare.services.register_volunteer import NewVolunteer, register_volunteer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, was_done
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form
from hopecare.web.home_points import read_home
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.map_points import point_of
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.volunteer import (
    RegisterVolunteerRequest,
    language_choices,
    refuse_expired_check,
    wish_from,
)
from hopecare.web.scopes import reading
from hopecare.web.shared_numbers import refuse_unsaid_sharing
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

_USUAL = {
    "hours": ["weekday_morning", "weekday_afternoon"],
    "radius_m": 2000,
    "max_active": 2,
    "check_level": 0,
    "answers_by": ReplyWay.PAGE,
    "starts_from": StartsFrom.HOME,
}


@blueprint.get("/volunteers/new")
@permits("volunteer.add")
def new_volunteer() -> ResponseReturnValue:
    """Ask who would like to help, and with what."""
    language = current_town().language
    return _form_page(blank_form({**_USUAL, "language": language, "languages": [language]}), [])


@blueprint.post("/volunteers/new")
@permits("volunteer.add")
def new_volunteer_act() -> ResponseReturnValue:
    """Register the volunteer; whoever is perhaps known already is shown first."""
    form = _refuse_landline(read_home(RegisterVolunteerRequest))
    refuse_expired_check(form, on=current_reader().today)
    identity, now = current_identity(), desk().clock()
    if not form.is_valid:
        return _form_page(form, [])
    hits = [] if form.data["somebody_else"] else _perhaps_known(form)
    if hits and was_done(identity):
        hits = []
    if hits:
        form.refuse("somebody_else", "perhaps_known")
    if not refuse_unsaid_sharing(form, "phone", said="phone_is_shared").is_valid:
        return _form_page(form, hits)

    def act(session: Session) -> str:
        profile = register_volunteer(
            session,
            town_id=identity.town_id,
            new=_who(form),
            wish=wish_from(form.data, answers_by=form.data["answers_by"]),
            by=identity,
            now=now,
        )
        return url_for("coordination.volunteer", person_id=profile.person_id)

    return act_once(identity, act, said=N_("Welcome: a new volunteer has joined."), form=form)


def _refuse_landline(form: Form) -> Form:
    """Volunteers are asked by text, and sign in by it."""
    number = form.data.get("phone")
    return form if number is None or number.is_mobile else form.refuse("phone", "phone_not_mobile")


def _who(form: Form) -> NewVolunteer:
    return NewVolunteer(
        full_name=form.data["full_name"],
        phone=form.data["phone"],
        area_id=form.data["area_id"],
        language=form.data["language"],
        address=form.data["address"],
        point=point_of(form.data["point"]),
        phone_is_shared=form.data["phone_is_shared"],
    )


def _perhaps_known(form: Form) -> list[PersonHit]:
    """Who may be meant by this name and number: they join as who they are already."""
    index = phone_index(form.data["phone"].e164)
    traces = traces_of_name(form.data["full_name"], phone=index)
    with reading() as session:
        return find_duplicates(session, traces, identity=current_identity())


def _form_page(form: Form, hits: list[PersonHit]) -> ResponseReturnValue:
    shown([hit.person.id for hit in hits if hit.person])
    show = page if form.is_valid else again
    names = language_choices(current_reader())
    return show(
        "coordination/new_volunteer.html",
        form=form,
        hits=hits,
        likenesses=LIKENESSES,
        areas=district_choices(),
        NeedKind=NeedKind,
        ReplyWay=ReplyWay,
        languages=names,
    )
