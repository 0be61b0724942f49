"""A knock at a resident's door: by when, and what was found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.volunteering.door import blueprint
from hopecare.domain.calls import KnockFound
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.own_knocks import knock_view
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_knock import Knock, answer_knock
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.answer_knock import AnswerKnockRequest
from hopecare.web.scopes import reading
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/knocks/<uuid:knock_id>")
@permits("knock.answer")
def knock(knock_id: UUID) -> ResponseReturnValue:
    """Ask what was found at the door; where it is stands on the page of the task."""
    return _knock_page(knock_id, blank_form())


@blueprint.post("/knocks/<uuid:knock_id>")
@permits("knock.answer")
def knock_act(knock_id: UUID) -> ResponseReturnValue:
    """Write down what was found; it answers the check-in, or somebody else goes on."""
    form, identity, now = read_form(AnswerKnockRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _knock_page(knock_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "knock.answer", identity, CallTask, knock_id)
        found = Knock(found=form.data["found"], words=form.data["words"])
        answer_knock(session, task_id=knock_id, knock=found, by=identity, now=now)
        return url_for("volunteering.home")

    thanks = N_("Thank you. The centre knows now, and goes on from there.")
    return act_once(identity, act, said=thanks, form=form)


def _knock_page(knock_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "knock.answer", current_identity(), CallTask, knock_id)
        view = knock_view(session, knock_id, helper_id=current_identity().person_id)
    shown([view.resident_id])
    show = page if form.is_valid else again
    return show("volunteering/knock.html", view=view, form=form, KnockFound=KnockFound)
