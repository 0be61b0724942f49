"""Calls we owe: the list, one call with whom to ring, who takes it, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.calls import CallOutcome, CallTaskKind, KnockFound
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import NEVER_LATER, LaterAt, LaterReason, later_times
from hopecare.domain.unreached import step_after
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.areas import districts
from hopecare.queries.asking_calls import asks_still
from hopecare.queries.call_pages import call_task_by_id, call_task_view
from hopecare.queries.crises import crisis_at_a_glance
from hopecare.queries.how_it_went import is_found_out
from hopecare.queries.offices_rung import is_unknown_still, outcomes_open_to
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_knock import Knock, answer_knock
from hopecare.services.end_owed_call import end_owed_call
from hopecare.services.take_call_task import take_call_task
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.emergency import emergency_number
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.call_tasks import CALL_TASKS
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.answer_knock import AnswerKnockRequest
from hopecare.web.requests.end_call_task import EndCallTaskRequest, came_from
from hopecare.web.scopes import reading
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.queries.crises import CrisisGlance
    from hopecare.services.end_owed_call import CameOfCall


@blueprint.get("/call-tasks")
@permits("call_task.read")
def call_tasks() -> ResponseReturnValue:
    """List the calls we owe, what is due first."""
    with reading() as session:
        areas = districts(session)
    return show_listing(
        CALL_TASKS,
        "coordination/call_tasks.html",
        areas=areas,
        CallTaskStatus=CallTaskStatus,
        CallTaskKind=CallTaskKind,
    )


@blueprint.get("/call-tasks/<uuid:task_id>")
@permits("call_task.read")
def call_task(task_id: UUID) -> ResponseReturnValue:
    """Show one owed call: whom to ring, why, and the last tries."""
    return page("coordination/call_task.html", **seen(task_id, blank_form()))


@blueprint.post("/call-tasks/<uuid:task_id>/take")
@permits("call_task.end")
def take_call(task_id: UUID) -> ResponseReturnValue:
    """Say that I ring."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "call_task.end", identity, CallTask, task_id)
        take_call_task(session, task_id=task_id, by=identity)
        return url_for("coordination.call_task", task_id=task_id)

    return act_once(identity, act)


@blueprint.post("/call-tasks/<uuid:task_id>/end")
@permits("call_task.end")
def end_call(task_id: UUID) -> ResponseReturnValue:
    """Write what came of the call; nobody reached means that it is owed again."""
    form = read_form(EndCallTaskRequest)
    came = _came_of(form) if form.is_valid else None
    if came is None:
        return again("coordination/call_task.html", **seen(task_id, form))
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "call_task.end", identity, CallTask, task_id)
        was_open = call_task_by_id(session, task_id).status is CallTaskStatus.OPEN
        now = desk().clock()
        task = end_owed_call(session, task_id=task_id, came=came, by=identity, now=now)
        return _after(task, came, was_open=was_open)

    said = N_("The call is written down.")
    if _is_owed_again(task_id, came.outcome):
        said = N_("Written down. What comes next stands in the list, with its day.")
    try:
        return act_once(identity, act, said=said)
    except InvalidInputError as error:
        form.refuse_all(error)
    return again("coordination/call_task.html", **seen(task_id, form))


def _is_owed_again(task_id: UUID, outcome: CallOutcome) -> bool:
    """Whether the outcome has a next step, or nobody wrote or said by now what it asks for."""
    with reading() as session:
        task = call_task_by_id(session, task_id)
        step = step_after(task.kind, outcome)
        if step is not None and outcome is CallOutcome.EMERGENCY_RUNG and step.kind is not None:
            return not is_found_out(session, task, until=desk().clock() + step.within)
        if step is not None:
            return True
        return is_unknown_still(session, task) or asks_still(session, task)


@blueprint.post("/call-tasks/<uuid:task_id>/knock")
@permits("call_task.end")
def end_knock(task_id: UUID) -> ResponseReturnValue:
    """Write what was found at the door, where staff went or a neighbour rang us."""
    form, identity = read_form(AnswerKnockRequest), current_identity()
    if not form.is_valid:
        return again("coordination/call_task.html", **seen(task_id, form))

    def act(session: Session) -> str:
        refuse_unless(session, "call_task.end", identity, CallTask, task_id)
        found = Knock(found=form.data["found"], words=form.data["words"])
        answer_knock(session, task_id=task_id, knock=found, by=identity, now=desk().clock())
        return url_for("coordination.call_tasks")

    return act_once(identity, act, said=N_("Written down. The check-in goes on from there."))


def _came_of(form: Form) -> CameOfCall | None:
    """What came of the call; None where the form says by now what is wrong."""
    try:
        return came_from(form.data, desk().clock())
    except InvalidInputError as error:
        form.refuse_all(error)
    return None


def _after(task: CallTask, came: CameOfCall, *, was_open: bool) -> str:
    """Where one goes on: a death is written down at once, of whoever has died."""
    if not was_open:
        return url_for("coordination.call_task", task_id=task.id)
    is_told = task.outcome is not came.outcome
    died_id = task.about_person_id if is_told else task.person_id
    if came.outcome is CallOutcome.HAS_DIED and died_id is not None:
        return url_for("casework.death", person_id=died_id)
    return url_for("coordination.call_tasks")


def _crisis(session: Session, task: CallTask, me: Identity) -> CrisisGlance | None:
    """The crisis that a call asks somebody to be responsible for."""
    if task.kind is not CallTaskKind.CRISIS_HANDED or task.case_id is None:
        return None
    return crisis_at_a_glance(session, task.case_id, identity=me)


def seen(task_id: UUID, form: Form, *, later: Form | None = None) -> dict[str, object]:
    """Read the owed call for this reader, and note whom it shows."""
    me = current_identity()
    with reading() as session:
        refuse_unless(session, "call_task.read", me, CallTask, task_id)
        view = call_task_view(session, task_id, on=current_reader().today)
        crisis = _crisis(session, view.task, me)
    shown([view.task.person_id, view.task.about_person_id])
    offered = later_times(desk().clock(), current_reader().zone)
    return {
        "later_form": later or blank_form(),
        "later_choices": [*offered, LaterAt.CHOSEN],
        "can_wait": view.task.kind not in NEVER_LATER,
        "LaterReason": LaterReason,
        "view": view,
        "form": form,
        "crisis": crisis,
        "emergency": emergency_number(),
        "outcomes": outcomes_open_to(view.task),
        "CallOutcome": CallOutcome,
        "KnockFound": KnockFound,
    }
