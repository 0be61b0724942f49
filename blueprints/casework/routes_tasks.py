"""Ending the help of one volunteer, for a reason, while the need goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.domain.offers import CHOSEN_BY_STAFF
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.stop_task import stop_task
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.stop_task import StopTaskRequest
from hopecare.web.scopes import reading
from models import Task

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/tasks/<uuid:task_id>/stop")
@permits("task.stop")
def stop_task_form(task_id: UUID) -> ResponseReturnValue:
    """Ask why this help ends."""
    return _stop_page(task_id, blank_form())


@blueprint.post("/tasks/<uuid:task_id>/stop")
@permits("task.stop")
def stop_task_act(task_id: UUID) -> ResponseReturnValue:
    """End this helper's task; they are told kindly and the next neighbours are asked."""
    form, identity, now = read_form(StopTaskRequest), current_identity(), desk().clock()
    if form.is_valid and form.data["reason"] not in CHOSEN_BY_STAFF:
        form.refuse("reason", "not_a_choice")
    if not form.is_valid:
        return _stop_page(task_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "task.stop", identity, Task, task_id)
        reason = form.data["reason"]
        task = stop_task(session, task_id=task_id, reason=reason, by=identity, now=now)
        return url_for("casework.case", case_id=task.case_id)

    return act_once(identity, act, said=N_("The help of this volunteer has ended."), form=form)


def _stop_page(task_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        refuse_unless(session, "task.stop", current_identity(), Task, task_id)
        task = task_by_id(session, task_id)
        helper = person_by_id(session, task.helper_id)
    shown([helper.id])
    show = page if form.is_valid else again
    return show(
        "casework/stop_task.html", form=form, task=task, helper=helper, reasons=CHOSEN_BY_STAFF
    )
