"""What other systems do with reports: tell us of somebody, take up, join, set aside."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from blueprints.api.acting import Verb, serve_act, serve_verbs, under_key
from blueprints.api.door import blueprint
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import body_of
from blueprints.api.views import Done
from hopecare.domain.reports import ReportDoor
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.queries.areas import area_by_id
from hopecare.services.join_report import join_report
from hopecare.services.keep_apart import keep_apart
from hopecare.services.note_try import Try, note_try
from hopecare.services.reopen_report import reopen_report
from hopecare.services.report_need import report_need
from hopecare.services.set_report_aside import SETS_ASIDE, Aside, set_report_aside
from hopecare.services.take_up_report import take_up_report
from hopecare.services.undo_join_report import undo_join_report
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language
from hopecare.web.permits import permits
from hopecare.web.requests.report_need import ReportNeedRequest, told_from
from hopecare.web.requests.triage import JoinRequest, SetAsideRequest, TryRequest
from models import Person, Report

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act

SCOPE: Final = "api.reports.write"


@blueprint.post("/reports")
@permits(SCOPE)
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(body_of(ReportNeedRequest, named="ReportNeedBody"))
@blueprint.response(HTTPStatus.CREATED, Done)
def make_report(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Tell us of somebody who may need help; it waits in triage like every report."""
    identity, told = current_identity(), told_from(body, language=current_language())

    def act(session: Session) -> dict[str, Any]:
        if told.area_id is not None:
            area_by_id(session, told.area_id)
        made = report_need(
            session,
            told,
            town_id=identity.town_id,
            door=ReportDoor.API,
            by=identity,
            now=desk().clock(),
        )
        return {"id": str(made.id)}

    return under_key(header, body, act)


def _take_up(act: Act) -> UUID:
    return take_up_report(act.session, report_id=act.row_id, **act.told()).id


def _join(act: Act) -> UUID:
    resident_id = act.body["resident_id"]
    act.insist("resident.read", Person, resident_id)
    return join_report(act.session, report_id=act.row_id, resident_id=resident_id, **act.told()).id


def _set_aside(act: Act) -> UUID:
    if act.body["event"] not in SETS_ASIDE:
        raise InvalidInputError({"event": ["not_a_choice"]})
    wish = Aside(**act.body)
    return set_report_aside(act.session, report_id=act.row_id, aside=wish, **act.told()).id


def _reopen(act: Act) -> UUID:
    return reopen_report(act.session, report_id=act.row_id, **act.told()).id


def _undo_join(act: Act) -> UUID:
    return undo_join_report(act.session, report_id=act.row_id, **act.told()).id


def _keep_apart(act: Act) -> UUID:
    person_id = act.body["resident_id"]
    act.insist("resident.read", Person, person_id)
    return keep_apart(act.session, person_id=person_id, report_id=act.row_id, **act.told()).id


def _try(act: Act) -> UUID:
    tried = Try(
        direction=act.body["direction"],
        outcome=act.body["outcome"],
        words=act.body["note"],
        next_try_on=act.body["next_try_on"],
    )
    return note_try(act.session, report_id=act.row_id, tried=tried, **act.told()).id


PATH: Final = "/reports/<uuid:report_id>"
serve_act(
    Verb(
        name="take_up_report",
        path=f"{PATH}/take-up",
        scope=SCOPE,
        permission="report.take",
        rows=Report,
        says="Say that the token's person looks after a report from now on.",
    ),
    _take_up,
)
serve_act(
    Verb(
        name="join_report",
        path=f"{PATH}/join",
        scope=SCOPE,
        permission="report.join",
        rows=Report,
        says="Let a report belong to a resident who is known.",
        takes=JoinRequest,
    ),
    _join,
)
serve_act(
    Verb(
        name="set_report_aside",
        path=f"{PATH}/set-aside",
        scope=SCOPE,
        permission="report.close",
        rows=Report,
        says="Set a report aside with its reason, and what that reason asks for.",
        takes=SetAsideRequest,
    ),
    _set_aside,
)
REPORT_VERBS: Final = (
    (_reopen, "reopen_report", "reopen", "report.change", None, "Open a report again."),
    (
        _undo_join,
        "undo_join_report",
        "undo-join",
        "report.join",
        None,
        "Take a report back from the resident it was joined to; it waits in triage again.",
    ),
    (
        _keep_apart,
        "keep_report_apart",
        "keep-apart",
        "report.join",
        JoinRequest,
        "Say that a report is not about a resident who looks alike.",
    ),
    (
        _try,
        "try_to_reach",
        "tries",
        "report.change",
        TryRequest,
        "Write down one try to reach whom a report is about.",
    ),
)
serve_verbs(SCOPE, PATH, Report, REPORT_VERBS)
