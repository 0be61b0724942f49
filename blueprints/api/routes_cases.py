"""Cases for other systems, by the same verbs and permissions as the pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields

from blueprints.api.acting import under_key
from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, serve_list
from blueprints.api.routes_needs import NEED_VIEW
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import body_of
from blueprints.api.views import Done, view_of
from hopecare.extensions import desk
from hopecare.queries.case_lists import case_with_needs
from hopecare.queries.visibility import refuse_unless
from hopecare.services.open_case import CasePlan, open_case
from hopecare.web.access_log import shown
from hopecare.web.fields import Id
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.cases import CASES
from hopecare.web.permits import permits
from hopecare.web.requests.open_case import OpenCaseRequest, wishes_from
from hopecare.web.scopes import reading
from models import Case, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

COLUMNS: Final = (
    "id version code resident_id centre_id owner_id report_id status urgency opened_at review_on "
    "closed_at outcome"
)
CASE_VIEW: Final = view_of(
    "CaseView", Case, COLUMNS, "One case, without names: a resident is an id here."
)
WHOLE: Final = view_of(
    "WholeCaseView",
    Case,
    COLUMNS,
    "One case with its needs.",
    {"needs": fields.List(fields.Nested(NEED_VIEW), required=True)},
)
NOUN: Final = Noun(
    path="cases",
    singular="case",
    rows=Case,
    view=CASE_VIEW,
    permission="case.read",
)
OPEN: Final = body_of(OpenCaseRequest, named="OpenCaseBody", resident_id=Id(required=True))

serve_list(NOUN, CASES, says="List cases, the newest first; closed ones only where asked for.")


@blueprint.get("/cases/<uuid:case_id>")
@permits("api.cases.read")
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_case(case_id: UUID) -> dict[str, Any]:
    """Give one case with its needs."""
    with reading() as session:
        refuse_unless(session, "case.read", current_identity(), Case, case_id)
        found, needs = case_with_needs(session, case_id)
    shown([found.resident_id])
    return {**{name: getattr(found, name) for name in COLUMNS.split()}, "needs": needs}


@blueprint.post("/cases")
@permits("api.cases.open")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(OPEN)
@blueprint.response(HTTPStatus.CREATED, Done)
@blueprint.doc(operationId="open_case")
def open_a_case(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Open a resident's case; consent to be on record stands first."""
    identity, today, now = current_identity(), current_reader().today, desk().clock()
    plan = CasePlan(
        urgency=body["urgency"],
        needs=wishes_from(body, today=today),
        review_on=body["review_on"],
        words=body["words"],
    )

    def act(session: Session) -> dict[str, Any]:
        refuse_unless(session, "case.open", identity, Person, body["resident_id"])
        opened = open_case(
            session, resident_id=body["resident_id"], plan=plan, by=identity, now=now
        )
        return {"id": str(opened.id)}

    return under_key(header, body, act)
