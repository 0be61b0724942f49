"""A crisis whose responsible person has left is taken by somebody who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.take_crisis import take_crisis
from hopecare.web.acts import act_once
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from models import Crisis

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.post("/crises/<uuid:crisis_id>/take")
@permits("crisis.change")
def take_crisis_act(crisis_id: UUID) -> ResponseReturnValue:
    """Be responsible oneself where whoever was has left."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "crisis.change", identity, Crisis, crisis_id)
        take_crisis(session, crisis_id=crisis_id, by=identity, now=now)
        return url_for("casework.crisis", crisis_id=crisis_id)

    return act_once(identity, act, said=N_("You are responsible until the all-clear."))
