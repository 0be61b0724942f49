"""One service: what is known of it, and what its office says today about free places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.service_words import (
    age_words,
    hours_by_day,
    language_words,
    open_words,
    said_words,
    served_words,
)
from hopecare.domain.service_facts import CapacityState, HeardBy
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.service_facts import old_after_days
from hopecare.queries.service_pages import service_view
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.waiting_there import waiting_there
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.services import programme_words, refer_href, stands
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.note_capacity import NoteCapacityRequest
from hopecare.web.scopes import reading
from models import Service

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/organisations/services/<uuid:service_id>")
@permits("organisation.read")
def service(service_id: UUID) -> ResponseReturnValue:
    """Show one service: hours, languages, free places, who qualifies, whom to ask."""
    return _service_page(service_id, blank_form({"heard_by": HeardBy.TELEPHONE.value}))


@blueprint.post("/organisations/services/<uuid:service_id>/capacity")
@permits("organisation.note_capacity")
def note_capacity_act(service_id: UUID) -> ResponseReturnValue:
    """Write down what the office says about free places."""
    form, identity, now = read_form(NoteCapacityRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _service_page(service_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "organisation.note_capacity", identity, Service, service_id)
        said = SaidCapacity(
            state=form.data["state"],
            free_places=form.data["free_places"],
            heard_by=form.data["heard_by"],
        )
        note_capacity(session, service_id=service_id, said=said, by=identity, now=now)
        return url_for("coordination.service", service_id=service_id)

    return act_once(identity, act, said=N_("Written down. It counts from now."), form=form)


def _service_page(service_id: UUID, form: Form) -> ResponseReturnValue:
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        refuse_unless(session, "organisation.read", identity, Service, service_id)
        view = service_view(session, service_id)
        waiting = waiting_there(session, identity, service_id)
        days = old_after_days(session, identity.town_id, on=reader.today)
    shown(each.resident.id for each in waiting.seen)
    show = page if form.is_valid else again
    return show(
        "coordination/service.html",
        form=form,
        view=view,
        waiting=waiting,
        CapacityState=CapacityState,
        HeardBy=HeardBy,
        stands=stands(view.service, reader),
        programme=programme_words(view.service, reader),
        hours=hours_by_day(view, reader),
        is_open=open_words(view, reader),
        languages=language_words(view, reader),
        served=served_words(view, reader),
        ages=age_words(view, reader),
        helps=", ".join(reader.label(kind) for kind in view.needs),
        said=said_words(view, reader),
        is_old=view.facts.capacity.is_old(reader.now, after_days=days),
        old_after=days,
        refer_href=refer_href(view.service),
    )
