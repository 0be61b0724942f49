"""That a resident has died, and undoing it where it was a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.residents import person_by_id
from hopecare.queries.undone_deaths import undone_death
from hopecare.queries.visibility import refuse_unless
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.resident import DeathRequest
from hopecare.web.scopes import reading
from models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/residents/<uuid:person_id>/death")
@permits("resident.record_death")
def death(person_id: UUID) -> ResponseReturnValue:
    """Ask for the day, and say what will stop."""
    return _page(person_id, blank_form({}))


@blueprint.post("/residents/<uuid:person_id>/death")
@permits("resident.record_death")
def record_death_act(person_id: UUID) -> ResponseReturnValue:
    """Write it down: everything stops in this moment."""
    form, identity, now = read_form(DeathRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "resident.record_death", identity, Person, person_id)
        died_on = form.data["died_on"]
        record_death(session, person_id=person_id, died_on=died_on, by=identity, now=now)
        return url_for("casework.resident", person_id=person_id)

    said = N_("Everything planned for them has stopped. The calls to make are on the list.")
    return act_once(identity, act, said=said)


@blueprint.post("/residents/<uuid:person_id>/death/undo")
@permits("resident.record_death")
def undo_death_act(person_id: UUID) -> ResponseReturnValue:
    """Undo a mistake."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "resident.record_death", identity, Person, person_id)
        undo_death(session, person_id=person_id, by=identity, now=now)
        return url_for("casework.death_undone", person_id=person_id)

    return act_once(identity, act, said=N_("Undone. Here stands what a person must do."))


@blueprint.get("/residents/<uuid:person_id>/death/undone")
@permits("resident.record_death")
def death_undone(person_id: UUID) -> ResponseReturnValue:
    """Show what did not come back by itself, and who is to be rung."""
    with reading() as session:
        refuse_unless(session, "resident.record_death", current_identity(), Person, person_id)
        person = person_by_id(session, person_id)
        view = undone_death(session, person_id)
    shown(view.person_ids)
    return page("casework/death_undone.html", person=person, view=view)


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "resident.record_death", current_identity(), Person, person_id)
        person = person_by_id(session, person_id)
    shown([person_id])
    show = page if form.is_valid else again
    return show("casework/death.html", form=form, person=person)
