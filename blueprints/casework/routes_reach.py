"""How a resident is reached, what makes that unsafe, where they live and who else may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.reach_stale import (
    home_beside,
    number_beside,
    refuse_newer_number,
    refuse_other_home,
)
from hopecare.domain.channels import Channel
from hopecare.domain.people import OtherContactKind, RelationKind
from hopecare.errors import InvalidInputError, NoConsentError, StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.resident_views import resident_view
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.end_contact_safety import end_contact_safety
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.move_residents import move_residents
from hopecare.services.record_relationship import record_relationship
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form, read_form
from hopecare.web.home_points import read_home
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.resident import (
    ContactPointRequest,
    ContactSafetyRequest,
    HomeRequest,
    OtherContactRequest,
    RelationRequest,
    home_from,
)
from hopecare.web.scopes import reading
from hopecare.web.shared_numbers import refuse_unsaid_sharing
from models import Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

SAVED = N_("The change is kept.")


@blueprint.get("/residents/<uuid:person_id>/reach")
@permits("resident.change")
def reach(person_id: UUID) -> ResponseReturnValue:
    """Show numbers, safety, home and contacts, each to be changed."""
    return _page(person_id, blank_form())


@blueprint.post("/residents/<uuid:person_id>/phones")
@permits("resident.change")
def add_phone(person_id: UUID) -> ResponseReturnValue:
    """Note a number."""
    form = read_form(ContactPointRequest)
    refuse_unsaid_sharing(form, "phone", said="is_shared", except_id=person_id)
    if not form.is_valid:
        return _page(person_id, form)
    new = NewPoint(
        number=form.data["phone"],
        is_shared=form.data["is_shared"],
        replaces_id=form.data["replaces_id"],
    )
    by, now = current_identity(), desk().clock()

    def note(session: Session, person: Person) -> object:
        refuse_newer_number(session, person, form)
        return change_contact_point(session, person, new, by=by, now=now)

    try:
        return _change(person_id, note)
    except StaleVersionError:
        return number_beside(person_id, form)


@blueprint.post("/residents/<uuid:person_id>/phones/<uuid:point_id>/end")
@permits("resident.change")
def end_phone(person_id: UUID, point_id: UUID) -> ResponseReturnValue:
    """End a number."""
    by, now = current_identity(), desk().clock()
    return _change(person_id, lambda s, p: end_contact_point(s, p, point_id, by=by, now=now))


@blueprint.post("/residents/<uuid:person_id>/safety")
@permits("resident.change")
def add_safety(person_id: UUID) -> ResponseReturnValue:
    """Flag that contacting them is unsafe."""
    form = read_form(ContactSafetyRequest)
    if not form.is_valid:
        return _page(person_id, form)
    wish, by, now = SafetyWish(**form.data), current_identity(), desk().clock()
    try:
        return _change(person_id, lambda s, p: set_contact_safety(s, p, wish, by=by, now=now))
    except InvalidInputError as error:
        return _page(person_id, form.refuse_all(error))


@blueprint.post("/residents/<uuid:person_id>/safety/<uuid:rule_id>/end")
@permits("resident.change")
def end_safety(person_id: UUID, rule_id: UUID) -> ResponseReturnValue:
    """End a rule."""
    by, now = current_identity(), desk().clock()
    return _change(person_id, lambda s, p: end_contact_safety(s, p, rule_id, by=by, now=now))


@blueprint.post("/residents/<uuid:person_id>/contacts")
@permits("resident.change")
def add_contact(person_id: UUID) -> ResponseReturnValue:
    """Add somebody who may look in or be told."""
    form = read_form(OtherContactRequest)
    refuse_unsaid_sharing(form, "contact_phone", said="contact_phone_is_shared")
    if not form.is_valid:
        return _page(person_id, form)
    data, by, now = form.data, current_identity(), desk().clock()
    new = NewContact(
        kind=data["kind"],
        name=data["name"],
        number=data["contact_phone"],
        number_is_shared=data["contact_phone_is_shared"],
    )
    try:
        return _change(person_id, lambda s, p: add_other_contact(s, p, new, by=by, now=now))
    except NoConsentError:
        return _page(person_id, form.refuse("kind", "keyholder_consent_missing"))


@blueprint.post("/residents/<uuid:person_id>/contacts/<uuid:contact_id>/end")
@permits("resident.change")
def end_contact(person_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """End a contact."""
    by, now = current_identity(), desk().clock()
    return _change(person_id, lambda s, p: end_other_contact(s, p, contact_id, by=by, now=now))


@blueprint.post("/residents/<uuid:person_id>/home")
@permits("resident.change")
def move_home(person_id: UUID) -> ResponseReturnValue:
    """Let them live elsewhere from today, alone or with everybody of the household."""
    form = read_home(HomeRequest)
    if not form.is_valid:
        return _page(person_id, form)
    home, by, now = home_from(form.data), current_identity(), desk().clock()

    def move(session: Session, person: Person) -> object:
        refuse_other_home(session, person, form)
        people = [person]
        if form.data["everybody"]:
            living = resident_view(session, person.id, on=current_reader().today).living
            people += living.others(person.id) if living else ()
        return move_residents(session, people, home, by=by, now=now)

    try:
        return _change(person_id, move)
    except StaleVersionError:
        return home_beside(person_id, form)


@blueprint.post("/residents/<uuid:person_id>/relatives")
@permits("resident.change")
def add_relative(person_id: UUID) -> ResponseReturnValue:
    """Say how somebody of the household or of the contacts is related."""
    form, identity, now = read_form(RelationRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _page(person_id, form)
    other_id, kind = form.data["other_id"], form.data["relation"]

    def relate(session: Session, person: Person) -> object:
        refuse_unless(session, "resident.read", identity, Person, other_id)
        other = person_by_id(session, other_id)
        return record_relationship(session, person, other, kind, by=identity, now=now)

    return _change(person_id, relate)


def _change(person_id: UUID, verb: Callable[[Session, Person], object]) -> Response:
    """Do one thing to a resident and come back to where it is seen."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        verb(session, person_by_id(session, person_id))
        return url_for("casework.reach", person_id=person_id)

    return act_once(identity, act, said=SAVED)


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "resident.change", current_identity(), Person, person_id)
        view = resident_view(session, person_id, on=current_reader().today)
    shown(view.person_ids)
    show = page if form.is_valid else again
    return show(
        "casework/reach.html",
        form=form,
        view=view,
        person=view.person,
        areas=district_choices(),
        Channel=Channel,
        OtherContactKind=OtherContactKind,
        RelationKind=RelationKind,
        near=[(each.id, each.full_name) for each in view.near],
    )
