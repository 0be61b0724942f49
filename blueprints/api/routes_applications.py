"""Applications for other systems: what is applied for, and where it stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields

from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, read_one, serve_list
from blueprints.api.views import view_of
from hopecare.queries.applications import papers_of_application
from hopecare.queries.follow_ups import steps_of
from hopecare.web.listings.applications import APPLICATIONS
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Application, ApplicationPaper, ApplicationStep

if TYPE_CHECKING:
    from uuid import UUID

COLUMNS: Final = (
    "id version case_id person_id status made_at made_by_id programme referral_id appointment_on "
    "appointment_at companion_need_id bridge_need_id no_bridge submitted_on decision decided_on "
    "notice_on refusal_reason objected_on"
)
APPLICATION_VIEW: Final = view_of(
    "ApplicationView", Application, COLUMNS, "One application for one programme, without words."
)
PAPER_VIEW: Final = view_of(
    "ApplicationPaperView",
    ApplicationPaper,
    "id version place code stands got_on valid_until cost_minor currency valid_days",
    "One paper of the checklist; without a code it is one the office has named.",
)
STEP_VIEW: Final = view_of(
    "ApplicationStepView",
    ApplicationStep,
    "id version step stands settled_on settled_by_id",
    "One step after the decision.",
)
WHOLE: Final = view_of(
    "WholeApplicationView",
    Application,
    COLUMNS,
    "One application with its papers and what follows its decision, without words.",
    {
        "papers": fields.List(fields.Nested(PAPER_VIEW), required=True),
        "steps": fields.List(fields.Nested(STEP_VIEW), required=True),
    },
)
NOUN: Final = Noun(
    path="applications",
    singular="application",
    rows=Application,
    view=APPLICATION_VIEW,
    permission="application.read",
)
serve_list(NOUN, APPLICATIONS, says="List applications; without a filter, those not decided yet.")


@blueprint.get("/applications/<uuid:application_id>")
@permits(NOUN.scope)
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_application(application_id: UUID) -> dict[str, Any]:
    """Give one application with its papers, and the steps after its decision."""
    application = read_one(NOUN, application_id)
    with reading() as session:
        papers = papers_of_application(session, application_id)
        steps = steps_of(session, application_id)
    given = {name: getattr(application, name) for name in COLUMNS.split()}
    return {**given, "papers": papers, "steps": steps}
