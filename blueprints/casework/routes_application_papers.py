"""Before an application is handed in: its papers, the appointment, who goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprints.casework.application_acts import CHANGE, press_act, run_act
from blueprints.casework.door import blueprint
from blueprints.casework.paper_words import how_got, paper_line
from blueprints.casework.routes_applications import application_values
from hopecare.domain.applications import PaperStands
from hopecare.language import N_
from hopecare.queries.applications import application_by_id, paper_by_id
from hopecare.queries.people_at_a_glance import names_of
from hopecare.services.add_application_paper import add_application_paper
from hopecare.services.ask_companion import ask_companion
from hopecare.services.set_application_paper import set_application_paper
from hopecare.services.set_appointment import set_appointment
from hopecare.web.forms import blank_form, read_form
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.applications import (
    AddPaperRequest,
    AppointmentRequest,
    PaperRequest,
    appointment_from,
    paper_from,
)
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Application


@blueprint.get("/applications/<uuid:application_id>/appointment")
@permits(CHANGE)
def appointment_form(application_id: UUID) -> ResponseReturnValue:
    """Ask when and where it is handed in."""
    values = application_values(application_id, CHANGE)
    form = blank_form(_appointment_of(values["application"]))
    return page("casework/application_appointment.html", form=form, **values)


@blueprint.post("/applications/<uuid:application_id>/appointment")
@permits(CHANGE)
def appointment_act(application_id: UUID) -> ResponseReturnValue:
    """Write the appointment down."""
    form = read_form(AppointmentRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        wish = {"version": form.data["version"], "appointment": appointment_from(form.data)}
        set_appointment(session, application_id=application_id, **wish, by=by, now=now)

    def theirs(session: Session) -> Mapping[str, object]:
        row = application_by_id(session, application_id)
        return {**_appointment_of(row), "version": row.version}

    return run_act(application_id, form, act, "appointment", theirs=theirs)


@blueprint.post("/applications/<uuid:application_id>/companion")
@permits(CHANGE)
def companion_act(application_id: UUID) -> ResponseReturnValue:
    """Ask neighbours to go along."""

    def act(session: Session, by: Identity, now: datetime) -> None:
        ask_companion(session, application_id=application_id, by=by, now=now)

    return press_act(application_id, act, N_("Neighbours are asked to go along."))


@blueprint.get("/applications/<uuid:application_id>/papers/new")
@permits(CHANGE)
def add_paper_form(application_id: UUID) -> ResponseReturnValue:
    """Ask which paper the office has named."""
    values = application_values(application_id, CHANGE)
    return page("casework/application_new_paper.html", form=blank_form(), **values)


@blueprint.post("/applications/<uuid:application_id>/papers/new")
@permits(CHANGE)
def add_paper_act(application_id: UUID) -> ResponseReturnValue:
    """Put it on the checklist."""
    form = read_form(AddPaperRequest)

    def act(session: Session, _by: Identity, _now: datetime) -> None:
        named = form.data["named"]
        add_application_paper(session, application_id=application_id, named=named)

    return run_act(application_id, form, act, "new_paper")


@blueprint.get("/applications/<uuid:application_id>/papers/<uuid:form_paper_id>")
@permits(CHANGE)
def application_paper_form(application_id: UUID, form_paper_id: UUID) -> ResponseReturnValue:
    """Ask how one paper stands."""
    values = _paper_values(application_id, form_paper_id)
    paper = values["paper"].paper
    got_on = paper.got_on or current_reader().today
    known = how_got(paper, current_reader())
    form = blank_form(
        {
            "stands": PaperStands.HAVE,
            "got_on": got_on,
            "valid_until": paper.valid_until,
            "issued_by": known.issued_by,
            "got_where": known.got_where,
            "cost_minor": known.cost_minor,
            "valid_days": known.valid_days,
        }
    )
    return page("casework/application_paper.html", form=form, **values)


@blueprint.post("/applications/<uuid:application_id>/papers/<uuid:form_paper_id>")
@permits(CHANGE)
def application_paper_act(application_id: UUID, form_paper_id: UUID) -> ResponseReturnValue:
    """Write it down."""
    form = read_form(PaperRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        key = {"application_id": application_id, "paper_id": form_paper_id}
        set_application_paper(session, **key, said=paper_from(form.data), by=by, now=now)

    def theirs(session: Session) -> Mapping[str, object]:
        paper = paper_by_id(session, application_id, form_paper_id)
        return {
            "stands": paper.stands,
            "got_on": paper.got_on,
            "valid_until": paper.valid_until,
            "issued_by": paper.issued_by,
            "got_where": paper.got_where,
            "cost_minor": paper.cost_minor,
            "valid_days": paper.valid_days,
            "version": paper.version,
        }

    def seen() -> dict[str, Any]:
        return _paper_values(application_id, form_paper_id)

    return run_act(application_id, form, act, "paper", theirs=theirs, values=seen)


def _paper_values(application_id: UUID, paper_id: UUID) -> dict[str, Any]:
    values = application_values(application_id, CHANGE)
    with reading() as session:
        paper = paper_by_id(session, application_id, paper_id)
        finders = names_of(session, [paper.found_by_id])
    line = paper_line(paper, values["application"], current_reader(), finders=finders)
    return values | {"paper": line, "PaperStands": PaperStands}


def _appointment_of(row: Application) -> dict[str, Any]:
    return {
        "appointment_on": row.appointment_on,
        "appointment_at": row.appointment_at,
        "appointment_place": row.appointment_place,
    }
