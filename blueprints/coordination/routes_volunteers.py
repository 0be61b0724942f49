"""Volunteers: the list, one volunteer, what they offer, rest, suspension, and joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.refusing import refuse_unless_of_volunteer
from hopecare.domain.channels import ReplyWay
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import StartsFrom
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.areas import districts
from hopecare.queries.match_appeals import appeals_of_helper
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import count_held
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.volunteer_pages import volunteer_view
from hopecare.queries.volunteers import find_profile, profile_of
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.join_as_volunteer import join_as_volunteer
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.volunteers import VOLUNTEERS, checked, stands
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.volunteer import (
    LABELS,
    JoinRequest,
    VolunteerRequest,
    holds_more,
    language_choices,
    refuse_expired_check,
    values_of,
    wish_from,
)
from hopecare.web.scopes import reading
from hopecare.web.volunteer_words import limit_said, time_said
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/volunteers")
@permits("volunteer.read")
def volunteers() -> ResponseReturnValue:
    """List the volunteers one may read."""
    with reading() as session:
        areas = districts(session)
    return show_listing(
        VOLUNTEERS, template="coordination/volunteers.html", areas=areas, NeedKind=NeedKind
    )


@blueprint.get("/volunteers/<uuid:person_id>")
@permits("volunteer.read")
def volunteer(person_id: UUID) -> ResponseReturnValue:
    """Show one volunteer: what they offer, hold, were asked, and how they answered."""
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.read", person_id)
        view = volunteer_view(session, person_id, now=desk().clock())
        appeals = appeals_of_helper(session, current_identity(), person_id)
    shown(view.person_ids)
    reader = current_reader()
    return page(
        "coordination/volunteer.html",
        view=view,
        stands=stands(view.profile, reader),
        checked=checked(view.profile, reader),
        has_time=time_said(view.profile, reader),
        may_be_asked=limit_said(view.profile, reader),
        appeals=appeals,
        skills=[reader.label(NeedKind(code)) for code in view.profile.skills],
        languages=[
            name for code, name in language_choices(reader) if code in view.profile.languages
        ],
    )


@blueprint.get("/volunteers/<uuid:person_id>/change")
@permits("volunteer.change")
def change_volunteer_form(person_id: UUID) -> ResponseReturnValue:
    """Show what a volunteer offers, to be changed."""
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        values = values_of(profile_of(session, person_id), person_by_id(session, person_id))
    return _change_page(person_id, blank_form(values))


@blueprint.post("/volunteers/<uuid:person_id>/change")
@permits("volunteer.change")
def change_volunteer_act(person_id: UUID) -> ResponseReturnValue:
    """Write what a volunteer offers, and which check they passed."""
    form, identity, now = read_form(VolunteerRequest), current_identity(), desk().clock()
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        before = profile_of(session, person_id)
        held = count_held(session, person_id)
    if not refuse_expired_check(form, on=current_reader().today, before=before).is_valid:
        return _change_page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        change_volunteer(
            session,
            person_id=person_id,
            version=form.data["version"],
            wish=wish_from(form.data, answers_by=form.data["answers_by"]),
            with_check=True,
            by=identity,
            now=now,
        )
        return url_for("coordination.volunteer", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        newest = profile_of(session, person_id)
        standing = values_of(newest, person_by_id(session, person_id))
        return {**standing, "version": str(newest.version)}

    said = holds_more(form, held) or N_("The change is kept.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)


@blueprint.post("/volunteers/<uuid:person_id>/suspend")
@permits("volunteer.suspend")
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Ask somebody nothing more until staff say otherwise."""
    return _suspend(person_id, is_suspended=True)


@blueprint.post("/volunteers/<uuid:person_id>/reinstate")
@permits("volunteer.suspend")
def reinstate(person_id: UUID) -> ResponseReturnValue:
    """Let somebody be asked again."""
    return _suspend(person_id, is_suspended=False)


@blueprint.get("/residents/<uuid:person_id>/join")
@permits("volunteer.add")
def join_form(person_id: UUID) -> ResponseReturnValue:
    """Ask what a person of the town would like to help with."""
    with reading() as session:
        refuse_unless(session, "volunteer.add", current_identity(), Person, person_id)
        if find_profile(session, person_id) is not None:
            return go(url_for("coordination.volunteer", person_id=person_id))
    usual: dict[str, object] = {
        "hours": _DAYTIME,
        "radius_m": 2000,
        "max_active": 2,
        "check_level": 0,
    }
    usual["starts_from"] = StartsFrom.HOME
    return _join_page(person_id, blank_form({**usual, "answers_by": ReplyWay.PAGE}))


@blueprint.post("/residents/<uuid:person_id>/join")
@permits("volunteer.add")
def join_act(person_id: UUID) -> ResponseReturnValue:
    """Register the person as a volunteer; whatever else they are stays as it is."""
    form, identity, now = read_form(JoinRequest), current_identity(), desk().clock()
    if not refuse_expired_check(form, on=current_reader().today).is_valid:
        return _join_page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "volunteer.add", identity, Person, person_id)
        wish = wish_from(form.data, answers_by=form.data["answers_by"])
        join_as_volunteer(session, person_id=person_id, wish=wish, by=identity, now=now)
        return url_for("coordination.volunteer", person_id=person_id)

    return act_once(identity, act, said=N_("Welcome: a new volunteer has joined."), form=form)


_DAYTIME = ["weekday_morning", "weekday_afternoon"]


def _suspend(person_id: UUID, *, is_suspended: bool) -> ResponseReturnValue:
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless_of_volunteer(session, "volunteer.suspend", person_id)
        suspend_volunteer(
            session, person_id=person_id, is_suspended=is_suspended, by=identity, now=now
        )
        return url_for("coordination.volunteer", person_id=person_id)

    return act_once(identity, act, said=N_("It is written down."))


def _change_page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless_of_volunteer(session, "volunteer.change", person_id)
        profile, person = profile_of(session, person_id), person_by_id(session, person_id)
    return _fields_page("coordination/change_volunteer.html", form, person, profile=profile)


def _join_page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "volunteer.add", current_identity(), Person, person_id)
        person = person_by_id(session, person_id)
    return _fields_page("coordination/join.html", form, person)


def _fields_page(
    template: str, form: Form, person: Person, **values: object
) -> ResponseReturnValue:
    shown([person.id])
    show = page if form.is_valid else again
    return show(
        template,
        form=form,
        person=person,
        NeedKind=NeedKind,
        ReplyWay=ReplyWay,
        languages=language_choices(current_reader()),
        **values,
    )
