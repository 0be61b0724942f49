"""Closing a case with a second person, for other systems: propose, look, approve, send back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields

from blueprints.api.acting import Verb, serve_act, serve_verbs
from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, read_one, serve_list
from blueprints.api.views import view_of
from hopecare.queries.cases import case_by_id
from hopecare.queries.closing_proposals import stands_as, still_open_in, stood_as
from hopecare.services.approve_closing import approve_closing
from hopecare.services.propose_closing import ClosingWish, propose_closing
from hopecare.services.send_back_closing import send_back_closing
from hopecare.services.withdraw_closing import withdraw_closing
from hopecare.web.listings.closings import CLOSINGS
from hopecare.web.permits import permits
from hopecare.web.requests.close_case import ProposeClosingRequest
from hopecare.web.requests.closing import (
    ApproveClosingRequest,
    SendBackClosingRequest,
    WithdrawClosingRequest,
    second_look_from,
)
from hopecare.web.scopes import reading
from models import Alert, Case, ClosingProposal

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

COLUMNS: Final = (
    "id version case_id status outcome case_version alert_ids made_at made_by_id ended_at "
    "decided_by_id"
)
NOUN: Final = Noun(
    path="closings",
    singular="closing",
    rows=ClosingProposal,
    view=view_of("ClosingView", ClosingProposal, COLUMNS, "A wish to close a case."),
    permission="closing.read",
)
WHOLE: Final = view_of(
    "WholeClosingView",
    ClosingProposal,
    COLUMNS,
    "A wish to close a case, beside how the case stands now.",
    {
        "seen": fields.String(
            required=True, metadata={"description": "Give it to approve just what stands here."}
        ),
        "is_changed": fields.Boolean(
            required=True, metadata={"description": "Something changed since it was proposed."}
        ),
        "still_open": fields.List(
            fields.String(),
            required=True,
            metadata={"description": "What is not over: its kind, its key and its state."},
        ),
    },
)
SCOPE: Final = "api.closings.write"


@blueprint.get("/closings/<uuid:closing_id>")
@permits(NOUN.scope)
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_closing(closing_id: UUID) -> dict[str, Any]:
    """Give one wish to close a case: what is still open, and whether it changed since."""
    proposal: Any = read_one(NOUN, closing_id)
    with reading() as session:
        case = case_by_id(session, proposal.case_id)
        found = still_open_in(session, case)
    stands = stands_as(case, found)
    return {
        **{name: getattr(proposal, name) for name in COLUMNS.split()},
        "seen": stands,
        "is_changed": stands != stood_as(proposal),
        "still_open": [each.code for each in found],
    }


def _propose(act: Act) -> UUID:
    _insist_on_alerts(act)
    wish = ClosingWish(
        outcome=act.body["outcome"], words=act.body["words"], alert_ids=act.body["alerts"]
    )
    told = {"version": act.body["version"], "wish": wish, **act.told()}
    return propose_closing(act.session, case_id=act.row_id, **told).id


def _approve(act: Act) -> UUID:
    _insist_on_alerts(act)
    look = second_look_from(act.body)
    return approve_closing(act.session, closing_id=act.row_id, look=look, **act.told()).id


def _send_back(act: Act) -> UUID:
    said = {"version": act.body["version"], "words": act.body["answer"], **act.told()}
    return send_back_closing(act.session, closing_id=act.row_id, **said).id


def _withdraw(act: Act) -> UUID:
    version = act.body["version"]
    return withdraw_closing(act.session, closing_id=act.row_id, version=version, **act.told()).id


def _insist_on_alerts(act: Act) -> None:
    for alert_id in act.body["alerts"]:
        act.insist("alert.resolve", Alert, alert_id)


serve_list(NOUN, CLOSINGS, says="List wishes to close a case; without a filter, those that wait.")
serve_act(
    Verb(
        name="propose_closing",
        path="/cases/<uuid:case_id>/closings",
        scope=SCOPE,
        permission="case.close",
        rows=Case,
        says="Propose to close a case: somebody else looks at it before it closes.",
        takes=ProposeClosingRequest,
    ),
    _propose,
)
CLOSING_VERBS: Final = (
    (
        _approve,
        "approve_closing",
        "approve",
        "closing.decide",
        ApproveClosingRequest,
        "Close the case as it was proposed, as it stood in `seen`; never one's own proposal.",
    ),
    (
        _send_back,
        "send_back_closing",
        "send-back",
        "closing.decide",
        SendBackClosingRequest,
        "Refuse it with what is missing; the case goes on.",
    ),
    (
        _withdraw,
        "withdraw_closing",
        "withdraw",
        "case.close",
        WithdrawClosingRequest,
        "Take one's own proposal back; the case goes on.",
    ),
)
serve_verbs(SCOPE, "/closings/<uuid:closing_id>", ClosingProposal, CLOSING_VERBS)
