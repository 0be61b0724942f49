"""What the API takes and gives: contracts of their own, never a mirror of the tables."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.urgency import Urgency
from hopecare.web.requests.open_case import OpenCaseRequest

MOST = 100


class CasesQuery(Schema):
    """Which cases, how many at once, and after which cursor."""

    status = fields.Enum(CaseStatus, by_value=True)
    urgency = fields.Enum(Urgency, by_value=True)
    closed = fields.Boolean(load_default=False, metadata={"description": "Closed ones too."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST))
    after = fields.String(metadata={"description": "The `next` of the page before."})


class NeedView(Schema):
    """One help that is needed."""

    id = fields.UUID(required=True)
    kind = fields.Enum(NeedKind, by_value=True, required=True)
    rhythm = fields.Enum(NeedRhythm, by_value=True, required=True)
    status = fields.Enum(NeedStatus, by_value=True, required=True)
    from_on = fields.Date(required=True)


class CaseView(Schema):
    """One case, without names: a resident is an id here."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    resident_id = fields.UUID(required=True)
    centre_id = fields.UUID(required=True)
    status = fields.Enum(CaseStatus, by_value=True, required=True)
    urgency = fields.Enum(Urgency, by_value=True, required=True)
    opened_at = fields.AwareDateTime(required=True)
    review_on = fields.Date(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.Enum(CaseOutcome, by_value=True, allow_none=True)


class WholeCaseView(CaseView):
    """One case with its needs."""

    needs = fields.List(fields.Nested(NeedView), required=True)


class CasesPage(Schema):
    """Some cases, and the cursor of the next page where there is one."""

    cases = fields.List(fields.Nested(CaseView), required=True)
    next = fields.String(allow_none=True)


class OpenCaseBody(OpenCaseRequest):
    """The page's own schema, and for whom."""

    resident_id = fields.UUID(required=True)


class OpenedCase(Schema):
    """The case that was opened, now or at the first time of this key."""

    id = fields.UUID(required=True)


class IdempotencyHeader(Schema):
    """The key under which this act happens once."""

    key = fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=validate.Length(8, 200),
        metadata={"description": "Made by the caller; a repeat gives the first answer again."},
    )
