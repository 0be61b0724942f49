"""The lists of a case team for other systems: missed benefits, what was shared, packs, the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields

from blueprints.api.lists import Noun, serve_list
from blueprints.api.views import view_of
from hopecare.domain.due import DueKind
from hopecare.domain.gaps import GapReason
from hopecare.queries.gaps import gap_in
from hopecare.web.listings.desk import DESK
from hopecare.web.listings.gaps import GAPS
from hopecare.web.listings.overrides import OVERRIDES
from hopecare.web.listings.packs import PACKS
from models import Case, EvidencePack, ProgrammeAnswer, SharingOverride

if TYPE_CHECKING:
    from sqlalchemy import Row

SHARED: Final = view_of(
    "OverrideView",
    SharingOverride,
    "id case_id person_id service_id reason made_at made_by_id",
    "One sharing without a yes: who decided it and by which right, without words.",
)
PACK: Final = view_of(
    "EvidencePackView",
    EvidencePack,
    "id code case_id organisation_id sections told digest language made_at made_by_id "
    "consent_entry_id override_reason benefits_chosen_on",
    "One evidence pack that was made: of what and by which right, never what it said.",
)


class GapView(Schema):
    """One benefit that may be due and is not received, by the last answer; without words."""

    id = fields.UUID(required=True, metadata={"description": "Of the answer for this programme."})
    person_id = fields.UUID(required=True)
    programme = fields.String(required=True)
    assessment_id = fields.UUID(required=True)
    pack_version = fields.String(required=True)
    on_date = fields.Date(required=True, metadata={"description": "The day the answer is about."})
    since = fields.Date(required=True)
    is_gap = fields.Boolean(
        required=True, metadata={"description": "Otherwise it is received, and talked about."}
    )
    reason = fields.Enum(GapReason, by_value=True, required=True, allow_none=True)


class DeskView(Schema):
    """One case of a desk, with what is due next in it."""

    case_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    owner_id = fields.UUID(required=True, allow_none=True)
    kind = fields.Enum(DueKind, by_value=True, required=True, allow_none=True)
    detail = fields.String(
        required=True, allow_none=True, metadata={"description": "Which of its kind, by code."}
    )
    row_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The row to act on."}
    )
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    last_contact_at = fields.AwareDateTime(required=True, allow_none=True)


def _gap(row: Row[Any]) -> dict[str, Any]:
    gap = gap_in(row)
    return {
        "id": gap.answer.id,
        "person_id": gap.answer.person_id,
        "programme": gap.answer.programme,
        "assessment_id": gap.assessment_id,
        "pack_version": gap.pack_version,
        "on_date": gap.on_date,
        "since": gap.since,
        "is_gap": gap.is_gap,
        "reason": gap.note.reason if gap.note else None,
    }


def _due(row: Row[Any]) -> dict[str, Any]:
    return {
        "case_id": row.Case.id,
        "person_id": row.Person.id,
        "owner_id": row.Case.owner_id,
        "kind": DueKind(row.kind) if row.kind else None,
        "detail": row.detail.partition(":")[0] or None if row.detail else None,
        "row_id": row.row_id,
        "due_at": None if row.due is None else datetime.fromtimestamp(row.due, UTC),
        "last_contact_at": row.last_at,
    }


serve_list(
    Noun(
        path="overrides",
        singular="override",
        rows=SharingOverride,
        view=SHARED,
        permission="referral.read",
    ),
    OVERRIDES,
    says="List what was shared without a yes, the newest first.",
)
serve_list(
    Noun(path="packs", singular="pack", rows=EvidencePack, view=PACK, permission="pack.read"),
    PACKS,
    says="List the evidence packs that were made, the newest first.",
)
serve_list(
    Noun(
        path="gaps",
        singular="gap",
        rows=ProgrammeAnswer,
        view=GapView,
        permission="assessment.read",
    ),
    GAPS,
    says="List benefits that may be due and are not received, what comes to most first.",
    each=_gap,
)
serve_list(
    Noun(path="desk", singular="due", rows=Case, view=DeskView, permission="case.read"),
    DESK,
    says="List the cases of a desk by what is due next; without a filter, those you steer.",
    each=_due,
)
