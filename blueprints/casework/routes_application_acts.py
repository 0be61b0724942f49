"""After an application is handed in: more time, the decision, the objection, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blueprints.casework.application_acts import CHANGE, blank_page, press_act, run_act
from blueprints.casework.door import blueprint
from blueprints.casework.routes_applications import application_values
from hopecare.domain.applications import StepStands
from hopecare.errors import InvalidInputError
from hopecare.language import N_
from hopecare.queries.applications import application_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.follow_ups import step_by_id
from hopecare.services.check_application import check_application
from hopecare.services.decide_application import decide_application
from hopecare.services.extend_application import extend_application
from hopecare.services.name_answer_day import name_answer_day
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.settle_application_step import settle_application_step
from hopecare.services.settle_bridge import settle_bridge
from hopecare.services.submit_application import submit_application
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.withdraw_application import withdraw_application
from hopecare.web.forms import blank_form, read_form
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.requests.applications import (
    AnswerDayForm,
    BridgeRequest,
    DecideRequest,
    ExtendRequest,
    ObjectRequest,
    StepRequest,
    SubmitRequest,
    TakeBackDecisionRequest,
    bridge_from,
    decided_from,
)
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@blueprint.get("/applications/<uuid:application_id>/submit")
@permits(CHANGE)
def submit_form(application_id: UUID) -> ResponseReturnValue:
    """Ask on which day it was handed in; a day that a clock runs from is never filled in."""
    return blank_page(application_id, "submit")


@blueprint.post("/applications/<uuid:application_id>/submit")
@permits(CHANGE)
def submit_act(application_id: UUID) -> ResponseReturnValue:
    """Write the day down: the clock runs from it."""
    form = read_form(SubmitRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        submit_application(session, application_id=application_id, by=by, now=now, **form.data)

    return run_act(application_id, form, act, "submit")


@blueprint.get("/applications/<uuid:application_id>/extend")
@permits(CHANGE)
def extend_form(application_id: UUID) -> ResponseReturnValue:
    """Ask why the office takes more time."""
    return blank_page(application_id, "extend", said_on=current_reader().today)


@blueprint.post("/applications/<uuid:application_id>/extend")
@permits(CHANGE)
def extend_act(application_id: UUID) -> ResponseReturnValue:
    """Move the day, once."""
    form = read_form(ExtendRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        extend_application(session, application_id=application_id, by=by, now=now, **form.data)

    return run_act(application_id, form, act, "extend")


@blueprint.get("/applications/<uuid:application_id>/answer-day")
@permits(CHANGE)
def answer_day_form(application_id: UUID) -> ResponseReturnValue:
    """Ask for the day the office named, where no law's day is known."""
    return blank_page(application_id, "answer_day", named_on=current_reader().today)


@blueprint.post("/applications/<uuid:application_id>/answer-day")
@permits(CHANGE)
def answer_day_act(application_id: UUID) -> ResponseReturnValue:
    """Write the day down: the clock runs, and the call that asked for it is done."""
    form = read_form(AnswerDayForm)

    def act(session: Session, by: Identity, now: datetime) -> None:
        name_answer_day(session, application_id=application_id, by=by, now=now, **form.data)

    return run_act(application_id, form, act, "answer_day")


@blueprint.get("/applications/<uuid:application_id>/decision")
@permits(CHANGE)
def decide_form(application_id: UUID) -> ResponseReturnValue:
    """Ask what was decided and when; that they were told is for whoever knows it to say."""
    return blank_page(application_id, "decision")


@blueprint.post("/applications/<uuid:application_id>/decision")
@permits(CHANGE)
def decide_act(application_id: UUID) -> ResponseReturnValue:
    """Write the decision down: the help until then ends, and what follows is named."""
    form = read_form(DecideRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        decided = decided_from(form.data)
        decide_application(session, application_id=application_id, decided=decided, by=by, now=now)

    return run_act(application_id, form, act, "decision")


@blueprint.post("/applications/<uuid:application_id>/decision/take-back")
@permits(CHANGE)
def take_back_decision_act(application_id: UUID) -> ResponseReturnValue:
    """Take back what was written down by mistake; nothing without the mistake it was."""
    form = read_form(TakeBackDecisionRequest)
    if not form.is_valid:
        raise InvalidInputError({"mistake": ["not_a_choice"]})

    def act(session: Session, by: Identity, now: datetime) -> None:
        take_back_decision(session, application_id=application_id, by=by, now=now, **form.data)

    return press_act(
        application_id, act, N_("The decision is taken back: its office is waited for again.")
    )


@blueprint.get("/applications/<uuid:application_id>/objection")
@permits(CHANGE)
def object_form(application_id: UUID) -> ResponseReturnValue:
    """Ask on which day the objection was handed in."""
    return blank_page(application_id, "objection")


@blueprint.post("/applications/<uuid:application_id>/objection")
@permits(CHANGE)
def object_act(application_id: UUID) -> ResponseReturnValue:
    """Write it down: the application is with the office again."""
    form = read_form(ObjectRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        object_to_decision(session, application_id=application_id, by=by, now=now, **form.data)

    return run_act(application_id, form, act, "objection")


@blueprint.post("/applications/<uuid:application_id>/checked")
@permits(CHANGE)
def check_application_act(application_id: UUID) -> ResponseReturnValue:
    """Write down that the office checked the emergency aid it had granted."""

    def act(session: Session, by: Identity, now: datetime) -> None:
        check_application(session, application_id=application_id, by=by, now=now)

    return press_act(application_id, act, N_("It is written down."))


@blueprint.post("/applications/<uuid:application_id>/withdraw")
@permits(CHANGE)
def withdraw_application_act(application_id: UUID) -> ResponseReturnValue:
    """Take it back."""

    def act(session: Session, by: Identity, now: datetime) -> None:
        withdraw_application(session, application_id=application_id, by=by, now=now)

    return press_act(
        application_id, act, N_("The application is withdrawn. Please tell the office too.")
    )


@blueprint.get("/applications/<uuid:application_id>/bridge")
@permits(CHANGE)
def bridge_form(application_id: UUID) -> ResponseReturnValue:
    """Ask who helps until the decision."""
    return blank_page(application_id, "bridge")


@blueprint.post("/applications/<uuid:application_id>/bridge")
@permits(CHANGE)
def bridge_act(application_id: UUID) -> ResponseReturnValue:
    """Open the help, or write down why there is none."""
    form = read_form(BridgeRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        row = application_by_id(session, application_id)
        case = case_by_id(session, row.case_id, alone=True)
        settle_bridge(session, case, row, bridge_from(form.data), by=by, now=now)

    return run_act(application_id, form, act, "bridge")


@blueprint.get("/applications/<uuid:application_id>/steps/<uuid:step_id>")
@permits(CHANGE)
def application_step_form(application_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Show one step after the decision with the way to take it."""
    values = _step_values(application_id, step_id)
    form = blank_form({"stands": StepStands.DONE, "words": values["step"].words})
    return page("casework/application_step.html", form=form, **values)


@blueprint.post("/applications/<uuid:application_id>/steps/<uuid:step_id>")
@permits(CHANGE)
def application_step_act(application_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Write down that it was done, or is not taken."""
    form = read_form(StepRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        settle_application_step(
            session, of_id=application_id, step_id=step_id, by=by, now=now, **form.data
        )

    def theirs(session: Session) -> Mapping[str, object]:
        step = step_by_id(session, application_id, step_id)
        return {"stands": step.stands, "words": step.words, "version": step.version}

    def seen() -> dict[str, Any]:
        return _step_values(application_id, step_id)

    return run_act(application_id, form, act, "step", theirs=theirs, values=seen)


def _step_values(application_id: UUID, step_id: UUID) -> dict[str, Any]:
    values = application_values(application_id, CHANGE)
    with reading() as session:
        step = step_by_id(session, application_id, step_id)
    return values | {"step": step, "StepStands": StepStands}
