"""What other systems write of help and safety: answers, visits, alerts, calls, all-clears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act
from hopecare.domain.channels import ReplyWay
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_offer import answer_offer
from hopecare.services.end_alert import end_alert
from hopecare.services.end_check_in import end_check_in
from hopecare.services.log_visit import log_visit
from hopecare.services.take_call_task import take_call_task
from hopecare.web.requests.alerts import EndAlertRequest
from hopecare.web.requests.answer_offer import AnswerOfferRequest, answer_from
from hopecare.web.requests.log_visit import LogVisitRequest, visit_from
from models import Alert, CallTask, CheckInSlot, Offer, Task

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act


def _answer_offer(act: Act) -> UUID:
    answer = answer_from(act.body, way=ReplyWay.HELPER_CALL)
    return answer_offer(act.session, offer_id=act.row_id, answer=answer, **act.told()).offer.id


def _log_visit(act: Act) -> UUID:
    made = visit_from(act.body, now=act.now)
    return log_visit(act.session, task_id=act.row_id, made=made, **act.told()).id


def _take_alert(act: Act) -> UUID:
    return acknowledge_alert(act.session, alert_id=act.row_id, **act.told()).id


def _end_alert(act: Act) -> UUID:
    said = {"ended_by": act.body["ended_by"], "note": act.body["note"]}
    return end_alert(act.session, alert_id=act.row_id, **said, **act.told()).id


def _take_call(act: Act) -> UUID:
    return take_call_task(act.session, task_id=act.row_id, by=act.by).id


def _clear(act: Act) -> UUID:
    slot = slot_by_id(act.session, act.row_id)
    said = {"ended_by": act.body["ended_by"], "note": act.body["note"]}
    return end_check_in(act.session, slot=slot, **said, **act.told()).id


VERBS: Final = (
    (
        _answer_offer,
        Verb(
            name="answer_offer",
            path="/offers/<uuid:offer_id>/answer",
            scope="api.offers.write",
            permission="offer.answer",
            rows=Offer,
            says="Write down what a volunteer said on the telephone to what they were asked.",
            takes=AnswerOfferRequest,
        ),
    ),
    (
        _log_visit,
        Verb(
            name="log_visit",
            path="/tasks/<uuid:task_id>/visits",
            scope="api.visits.write",
            permission="visit.log",
            rows=Task,
            says="Write down a visit and what came of it.",
            takes=LogVisitRequest,
        ),
    ),
    (
        _take_alert,
        Verb(
            name="acknowledge_alert",
            path="/alerts/<uuid:alert_id>/acknowledge",
            scope="api.alerts.write",
            permission="alert.acknowledge",
            rows=Alert,
            says="Say that the token's person looks at an alert.",
        ),
    ),
    (
        _end_alert,
        Verb(
            name="resolve_alert",
            path="/alerts/<uuid:alert_id>/resolve",
            scope="api.alerts.write",
            permission="alert.resolve",
            rows=Alert,
            says="Say how an alert ended; the check-in behind it ends with it.",
            takes=EndAlertRequest,
        ),
    ),
    (
        _take_call,
        Verb(
            name="take_call_task",
            path="/call-tasks/<uuid:call_task_id>/take",
            scope="api.call_tasks.write",
            permission="call_task.end",
            rows=CallTask,
            says="Say that the token's person rings.",
        ),
    ),
    (
        _clear,
        Verb(
            name="clear_check_in",
            path="/check-ins/<uuid:check_in_id>/clear",
            scope="api.check_ins.write",
            permission="check_in.clear",
            rows=CheckInSlot,
            says="Write that somebody is safe, or what became of them; who was alarmed hears it.",
            takes=EndAlertRequest,
        ),
    ),
)
for _act, _verb in VERBS:
    serve_act(_verb, _act)
