"""Ring later: the call leaves the list until its hour."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.routes_call_tasks import seen
from hopecare.domain.later_calls import LATEST, MORNING, LaterAt, later_times
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.put_off_call import Later, put_off_call
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again
from hopecare.web.permits import permits
from hopecare.web.requests.put_off_call import PutOffCallRequest
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.post("/call-tasks/<uuid:task_id>/later")
@permits("call_task.end")
def put_off(task_id: UUID) -> ResponseReturnValue:
    """Put the call off; it comes back by itself."""
    form, identity, now = read_form(PutOffCallRequest), current_identity(), desk().clock()
    at = _hour_of(form, now) if form.is_valid else None
    if at is None:
        return again("coordination/call_task.html", **seen(task_id, blank_form(), later=form))
    later = Later(at=at, reason=form.data["reason"], words=form.data["words"])

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
    return act_once(identity, act, said=said, form=form)


def _hour_of(form: Form, now: datetime) -> datetime | None:
    """The hour that was chosen; None where the form says by now why not."""
    reader, wanted = current_reader(), form.data["when"]
    if wanted is not LaterAt.CHOSEN:
        at = later_times(now, reader.zone).get(wanted)
        if at is None:
            form.refuse("when", "date_in_past")
        return at
    if form.data["later_on"] is None:
        form.refuse("later_on", "required")
        return None
    hour = form.data["later_at"] or MORNING
    at = datetime.combine(form.data["later_on"], hour, ZoneInfo(reader.zone))
    if at <= now or at > now + LATEST:
        form.refuse("later_on", "date_in_past" if at <= now else "too_far_ahead")
    return at if form.is_valid else None
