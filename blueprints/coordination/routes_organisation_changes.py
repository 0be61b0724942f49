"""Writing down by hand how an office is called, where it is, and how one rings or writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.service_pages import organisation_view
from hopecare.queries.visibility import refuse_unless
from hopecare.services.change_organisation import change_organisation
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.change_organisation import ChangeOrganisationRequest
from hopecare.web.scopes import reading
from models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.service_pages import OrganisationView
    from hopecare.web.forms import Form

LABELS: Final = {
    "name": N_("Name of the office"),
    "name_en": N_("Its name in English"),
    "phone": N_("Telephone"),
    "address": N_("Address"),
    "email": N_("E-mail"),
    "url": N_("Web page"),
    "description": N_("What they do there"),
}


@blueprint.get("/organisations/<uuid:organisation_id>/change")
@permits("organisation.change")
def change_organisation_form(organisation_id: UUID) -> ResponseReturnValue:
    """Show what is known of the office, to be corrected."""
    view = _standing(organisation_id)
    values = _values(view.office) | {"phone": current_reader().phone(view.office.phone)}
    return _change_page(view, blank_form(values))


@blueprint.post("/organisations/<uuid:organisation_id>/change")
@permits("organisation.change")
def change_organisation_act(organisation_id: UUID) -> ResponseReturnValue:
    """Keep the change, unless somebody else was first: then both are shown."""
    form, identity, now = read_form(ChangeOrganisationRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _change_page(_standing(organisation_id), form)
    said = {name: form.data.get(name) for name in LABELS}

    def act(session: Session) -> str:
        refuse_unless(session, "organisation.change", identity, Organisation, organisation_id)
        change_organisation(
            session,
            organisation_id=organisation_id,
            version=form.data["version"],
            said={**said, "name_en": said["name_en"] or said["name"]},
            by=identity,
            now=now,
        )
        return url_for("coordination.change_organisation_form", organisation_id=organisation_id)

    def theirs(session: Session) -> Mapping[str, object]:
        return _values(organisation_view(session, organisation_id).office)

    kept = N_("The change is kept.")
    return act_once(identity, act, said=kept, form=form, theirs=theirs, labels=LABELS)


def _standing(organisation_id: UUID) -> OrganisationView:
    with reading() as session:
        refuse_unless(
            session, "organisation.change", current_identity(), Organisation, organisation_id
        )
        return organisation_view(session, organisation_id)


def _values(office: Organisation) -> dict[str, object]:
    return {**{name: getattr(office, name) for name in LABELS}, "version": office.version}


def _change_page(view: OrganisationView, form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    return show("coordination/change_organisation.html", form=form, view=view)
