"""Ring later: the call leaves the list until its hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.routes_call_tasks import seen
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.put_off_call import put_off_call
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again
from hopecare.web.permits import permits
from hopecare.web.requests.put_off_call import PutOffCallRequest, later_from
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.services.put_off_call import Later
    from hopecare.web.forms import Form


@blueprint.post("/call-tasks/<uuid:task_id>/later")
@permits("call_task.end")
def put_off(task_id: UUID) -> ResponseReturnValue:
    """Put the call off; it comes back by itself."""
    form, identity, now = read_form(PutOffCallRequest), current_identity(), desk().clock()
    later = _later(form, now) if form.is_valid else None
    if later is None:
        return again("coordination/call_task.html", **seen(task_id, blank_form(), later=form))

    def act(session: Session) -> str:
        refuse_unless(session, "call_task.end", identity, CallTask, task_id)
        put_off_call(
            session,
            task_id=task_id,
            version=form.data["version"],
            later=later,
            by=identity,
            now=now,
        )
        return url_for("coordination.call_tasks")

    said = N_("Written down. The call comes back into the list at its hour.")
    try:
        return act_once(identity, act, said=said, form=form)
    except InvalidInputError as error:
        form.refuse_all(error)
    return again("coordination/call_task.html", **seen(task_id, blank_form(), later=form))


def _later(form: Form, now: datetime) -> Later | None:
    """When it is tried again; None where the form says by now why not."""
    try:
        return later_from(form.data, now)
    except InvalidInputError as error:
        form.refuse_all(error)
    return None
