"""What other systems write of applications: begun, handed in, extended, decided, objected to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act, serve_verbs
from hopecare.queries.applications import application_by_id, paper_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.found_papers import HOW_GOT
from hopecare.services.add_application_paper import add_application_paper
from hopecare.services.ask_companion import ask_companion
from hopecare.services.check_application import check_application
from hopecare.services.decide_application import decide_application
from hopecare.services.extend_application import extend_application
from hopecare.services.name_answer_day import name_answer_day
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.open_application import open_application
from hopecare.services.set_application_paper import set_application_paper
from hopecare.services.set_appointment import set_appointment
from hopecare.services.settle_application_step import settle_application_step
from hopecare.services.settle_bridge import settle_bridge
from hopecare.services.submit_application import submit_application
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.withdraw_application import withdraw_application
from hopecare.web.requests.applications import (
    AddPaperRequest,
    AnswerDayRequest,
    AppointmentRequest,
    BridgeRequest,
    DecideRequest,
    ExtendRequest,
    ObjectRequest,
    OpenApplicationRequest,
    PaperRequest,
    StepRequest,
    SubmitRequest,
    TakeBackDecisionRequest,
    application_from,
    appointment_from,
    bridge_from,
    decided_from,
    paper_from,
)
from models import Application, Case

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

SCOPE: Final = "api.applications.write"
CHANGE: Final = "application.change"
ONE: Final = "/applications/<uuid:application_id>"


def _open(act: Act) -> UUID:
    wish = application_from(act.body)
    return open_application(act.session, case_id=act.row_id, wish=wish, **act.told()).id


def _submit(act: Act) -> UUID:
    submitted = {"application_id": act.row_id, **act.body, **act.told()}
    return submit_application(act.session, **submitted).id


def _extend(act: Act) -> UUID:
    extend_application(act.session, application_id=act.row_id, **act.body, **act.told())
    return act.row_id


def _decide(act: Act) -> UUID:
    decided = {"decided": decided_from(act.body), **act.told()}
    return decide_application(act.session, application_id=act.row_id, **decided).id


def _object(act: Act) -> UUID:
    objected = {"application_id": act.row_id, **act.body, **act.told()}
    return object_to_decision(act.session, **objected).id


def _take_back(act: Act) -> UUID:
    taken_back = {"application_id": act.row_id, **act.body, **act.told()}
    return take_back_decision(act.session, **taken_back).id


def _answer_day(act: Act) -> UUID:
    named = {"application_id": act.row_id, **act.body, **act.told()}
    return name_answer_day(act.session, **named).id


def _check(act: Act) -> UUID:
    return check_application(act.session, application_id=act.row_id, **act.told()).id


def _withdraw(act: Act) -> UUID:
    return withdraw_application(act.session, application_id=act.row_id, **act.told()).id


def _bridge(act: Act) -> UUID:
    row = application_by_id(act.session, act.row_id)
    case = case_by_id(act.session, row.case_id, alone=True)
    return settle_bridge(act.session, case, row, bridge_from(act.body), **act.told()).id


def _appointment(act: Act) -> UUID:
    wish = {"version": act.body["version"], "appointment": appointment_from(act.body)}
    return set_appointment(act.session, application_id=act.row_id, **wish, **act.told()).id


def _companion(act: Act) -> UUID:
    return ask_companion(act.session, application_id=act.row_id, **act.told()).id


def _add_paper(act: Act) -> UUID:
    named = act.body["named"]
    return add_application_paper(act.session, application_id=act.row_id, named=named).id


def _paper(act: Act) -> UUID:
    paper_id = act.keys["form_paper_id"]
    paper = paper_by_id(act.session, act.row_id, paper_id)
    # How one gets it was asked on the telephone: whoever only says that it is there keeps it.
    known = {name: getattr(paper, name) for name in HOW_GOT}
    said = paper_from({**act.body, **known, **act.named()})
    return set_application_paper(
        act.session, application_id=act.row_id, paper_id=paper_id, said=said, **act.told()
    ).id


def _step(act: Act) -> UUID:
    settled = {"step_id": act.keys["step_id"], **act.body, **act.told()}
    return settle_application_step(act.session, of_id=act.row_id, **settled).id


serve_act(
    Verb(
        name="open_application",
        path="/cases/<uuid:case_id>/applications",
        scope=SCOPE,
        permission=CHANGE,
        rows=Case,
        says="Begin an application: its papers stand as a checklist, and who helps until then.",
        takes=OpenApplicationRequest,
    ),
    _open,
)
APPLICATION_VERBS: Final = (
    (
        _submit,
        "submit_application",
        "submit",
        CHANGE,
        SubmitRequest,
        "Write down the day it was handed in: the clock of the law runs from it.",
    ),
    (
        _extend,
        "extend_application",
        "extend",
        CHANGE,
        ExtendRequest,
        "Write down that the office takes more time, why, and until when; once.",
    ),
    (
        _decide,
        "decide_application",
        "decision",
        CHANGE,
        DecideRequest,
        "Write the decision down: the help until then ends, and what follows is named.",
    ),
    (
        _object,
        "object_to_decision",
        "objection",
        CHANGE,
        ObjectRequest,
        "Write down that an objection was handed in, and by when the office answers.",
    ),
    (
        _take_back,
        "take_back_decision",
        "decision/take-back",
        CHANGE,
        TakeBackDecisionRequest,
        (
            "Take back a decision that was written down by mistake, over the version that was "
            "read: its office is waited for again, and its referral goes back with it."
        ),
    ),
    (
        _answer_day,
        "name_answer_day",
        "answer-day",
        CHANGE,
        AnswerDayRequest,
        "Write down the day the office named, or of a refusal the last to object, when and why.",
    ),
    (
        _check,
        "check_application",
        "checked",
        CHANGE,
        None,
        "Write down that the office checked the emergency aid it had granted.",
    ),
    (_withdraw, "withdraw_application", "withdraw", CHANGE, None, "Take an application back."),
    (
        _bridge,
        "settle_bridge",
        "bridge",
        CHANGE,
        BridgeRequest,
        "Say what a neighbour does until the decision, or why nobody has to.",
    ),
    (
        _appointment,
        "set_appointment",
        "appointment",
        CHANGE,
        AppointmentRequest,
        "Write down when and where they are to come; whoever was to go along is asked anew.",
    ),
    (
        _companion,
        "ask_companion",
        "companion",
        CHANGE,
        None,
        "Ask neighbours to go along to the appointment.",
    ),
    (
        _add_paper,
        "add_application_paper",
        "papers",
        CHANGE,
        AddPaperRequest,
        "Put a paper the office has named on the checklist.",
    ),
    (
        _paper,
        "set_application_paper",
        "papers/<uuid:form_paper_id>",
        CHANGE,
        PaperRequest,
        (
            "Say how one paper stands, over the version that was read. Who issues it, where, what "
            "it costs and how long it is valid stay as they are where the body does not name them."
        ),
    ),
    (
        _step,
        "settle_application_step",
        "steps/<uuid:step_id>",
        CHANGE,
        StepRequest,
        "Say that a step after the decision was done, or is not taken.",
    ),
)
serve_verbs(SCOPE, ONE, Application, APPLICATION_VERBS)
