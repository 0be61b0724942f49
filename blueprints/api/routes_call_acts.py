"""A call that another system had, written down as on the telephone page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from blueprints.api.acting import under_key
from blueprints.api.door import blueprint
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import body_of
from blueprints.api.views import Done
from hopecare.extensions import desk
from hopecare.queries.visibility import refuse_unless
from hopecare.services.log_call import log_call
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.log_call import LogCallRequest, note_from
from hopecare.web.town import current_town
from models import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@blueprint.post("/calls")
@permits("api.calls.write")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(body_of(LogCallRequest, named="LogCallBody"))
@blueprint.response(HTTPStatus.CREATED, Done)
@blueprint.doc(operationId="log_call")
def log_a_call(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Write a call down, with a person we know or with a number we do not know yet (`typed`)."""
    identity, note = current_identity(), note_from(body, current_town().country)

    def act(session: Session) -> dict[str, Any]:
        if note.person_id is not None:
            refuse_unless(session, "call.log", identity, Person, note.person_id)
        return {"id": str(log_call(session, note=note, by=identity, now=desk().clock()).id)}

    return under_key(header, body, act)
