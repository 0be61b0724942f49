"""Begin the questions anew: what was said and not kept is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.drop_draft import drop_draft
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import go
from hopecare.web.permits import permits
from hopecare.web.requests.begin_anew import BeginAnewRequest
from models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.post("/residents/<uuid:person_id>/assess/questions/begin-anew")
@permits("assessment.make")
def begin_anew_act(person_id: UUID) -> ResponseReturnValue:
    """Erase the draft as it was shown; one that says more by now is shown again."""
    form, identity = read_form(BeginAnewRequest), current_identity()
    address = url_for("casework.questions_form", person_id=person_id)
    if not form.is_valid:
        return go(address)

    def act(session: Session) -> str:
        refuse_unless(session, "assessment.make", identity, Person, person_id)
        drop_draft(session, person_id=person_id, version=form.data["version"], by=identity)
        return address

    return act_once(identity, act, said=N_("What you had begun is erased."), form=form)
