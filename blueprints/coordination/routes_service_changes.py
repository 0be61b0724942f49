"""Writing down by hand what an office says of its service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.service_values import LABELS, choices_of, values_of, words_of
from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import ReachedBy
from hopecare.errors import StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.service_pages import service_view
from hopecare.queries.visibility import refuse_unless
from hopecare.services.change_service import change_service
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.home_points import refuse_wrong_place
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.change_service import DAYS, ChangeServiceRequest
from hopecare.web.scopes import reading
from hopecare.web.stale import stale_page
from models import Service

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.service_pages import ServiceView
    from hopecare.web.forms import Form


@blueprint.get("/organisations/services/<uuid:service_id>/change")
@permits("organisation.change")
def change_service_form(service_id: UUID) -> ResponseReturnValue:
    """Show what is known of the service, to be corrected."""
    view, values = _standing(service_id)
    phone = current_reader().phone(str(values["contact_phone"] or ""))
    return _change_page(view, blank_form(values | {"contact_phone": phone}))


@blueprint.post("/organisations/services/<uuid:service_id>/change")
@permits("organisation.change")
def change_service_act(service_id: UUID) -> ResponseReturnValue:
    """Keep the change, unless somebody else was first: then both are shown."""
    form, identity, now = read_form(ChangeServiceRequest), current_identity(), desk().clock()
    refuse_wrong_place(form)
    if not form.is_valid:
        return _change_page(_standing(service_id)[0], form)

    def act(session: Session) -> str:
        refuse_unless(session, "organisation.change", identity, Service, service_id)
        change_service(
            session,
            service_id=service_id,
            version=form.data["version"],
            words=words_of(form.data),
            by=identity,
            now=now,
        )
        return url_for("coordination.service", service_id=service_id)

    try:
        return act_once(identity, act, said=N_("The change is kept."), form=form)
    except StaleVersionError:
        return _stale(form, service_id)


def _standing(service_id: UUID) -> tuple[ServiceView, dict[str, object]]:
    with reading() as session:
        refuse_unless(session, "organisation.change", current_identity(), Service, service_id)
        view = service_view(session, service_id)
        return view, values_of(session, view)


def _stale(form: Form, service_id: UUID) -> ResponseReturnValue:
    """Show both; places and programmes by their names."""
    view, theirs = _standing(service_id)
    offered = choices_of(view, current_reader())
    names = {code: words for choices in offered.values() for code, words in choices}
    return stale_page(form, theirs=theirs, labels=LABELS, names=names)


def _change_page(view: ServiceView, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    show = page if form.is_valid else again
    return show(
        "coordination/change_service.html",
        form=form,
        view=view,
        days=[(day, reader.say(LABELS[day])) for day in DAYS],
        NeedKind=NeedKind,
        ReachedBy=ReachedBy,
        **choices_of(view, reader),
    )
