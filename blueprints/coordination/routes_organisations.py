"""Offices and their services: without them nothing can be referred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.service_values import where_of
from hopecare.domain.needs import NeedKind
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import programme_choices
from hopecare.queries.places import called_in
from hopecare.queries.referrals import open_services
from hopecare.queries.referrals import organisations as every_organisation
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.waiting_there import waiting_there
from hopecare.reading.country_packs import find_country_pack
from hopecare.services.add_organisation import NewOrganisation, add_organisation
from hopecare.services.end_service import end_service
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.home_points import refuse_wrong_place
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.services import SERVICES, ServicesFilter
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.organisation import OrganisationRequest
from hopecare.web.requests.volunteer import language_choices
from hopecare.web.scopes import reading
from models import Organisation, Person, Service

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/organisations")
@permits("organisation.read")
def organisations() -> ResponseReturnValue:
    """List what one can refer into, by what is needed; the nearest to a home first."""
    reader = current_reader()
    return show_listing(
        SERVICES,
        template="coordination/organisations.html",
        near=_near(),
        NeedKind=NeedKind,
        languages=language_choices(reader),
        programmes=programme_choices(find_country_pack(reader.country), reader.language),
    )


def _near() -> Person | None:
    """Give whose home it is measured from; whoever may not read them is refused by the list."""
    person_id = read_query(ServicesFilter).data.get("person_id")
    if person_id is None:
        return None
    with reading() as session:
        refuse_unless(session, "resident.read", current_identity(), Person, person_id)
        return person_by_id(session, person_id)


@blueprint.get("/organisations/change")
@permits("organisation.change")
def change_organisations() -> ResponseReturnValue:
    """Offer to add an office or a service, or to end one."""
    return _change_page(blank_form())


@blueprint.post("/organisations/change")
@permits("organisation.change")
def add_organisation_act() -> ResponseReturnValue:
    """Add an office with its first service, or a service of a known office."""
    form, identity = read_form(OrganisationRequest), current_identity()
    if not form.data.get("organisation_id") and not form.data.get("name"):
        form.refuse("name", "required")
    refuse_wrong_place(form)
    if not form.is_valid:
        return _change_page(form)

    def act(session: Session) -> str:
        known_id = form.data["organisation_id"]
        if known_id is not None:
            refuse_unless(session, "organisation.change", identity, Organisation, known_id)
        made = add_organisation(
            session, town_id=identity.town_id, new=_new(form), organisation_id=known_id
        )
        return url_for("coordination.service", service_id=made.id)

    said = N_("It is kept: one can refer there now. Its hours and whom to ask are still to write.")
    return act_once(identity, act, said=said, form=form)


@blueprint.post("/organisations/services/<uuid:service_id>/end")
@permits("organisation.change")
def end_service_act(service_id: UUID) -> ResponseReturnValue:
    """End a service; referrals that were sent go their way."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "organisation.change", identity, Service, service_id)
        end_service(session, service_id=service_id, now=now)
        if waiting_there(session, identity, service_id).number:
            return url_for("coordination.service", service_id=service_id)
        return url_for("coordination.change_organisations")

    return act_once(identity, act, said=N_("The service has ended."))


def _new(form: Form) -> NewOrganisation:
    data = form.data
    return NewOrganisation(
        name=data["name"] or "",
        name_en=data["name_en"] or data["name"] or "",
        service=data["service"],
        service_en=data["service_en"] or data["service"],
        phone=data["phone"].e164 if data["phone"] else None,
        address=data["address"],
        programme=data["programme"],
        where=where_of(data),
    )


def _change_page(form: Form) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        known = [
            (each.id, called_in(each, reader.language))
            for each in every_organisation(session)
            if each.ended_on is None
        ]
        services = [
            (service.id, *(called_in(each, reader.language) for each in (service, office)))
            for service, office in open_services(session, on=reader.today)
        ]
    show = page if form.is_valid else again
    return show(
        "coordination/change_organisations.html",
        form=form,
        known=known,
        services=services,
        districts=district_choices(),
    )
