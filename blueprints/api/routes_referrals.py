"""Referrals for other systems: how each stands, what was shared, and the same as FHIR."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flask import Response, json
from marshmallow import Schema, fields

from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, serve_list
from blueprints.api.routes_applications import STEP_VIEW
from blueprints.api.views import view_of
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.fhir_referrals import bundle_of
from hopecare.errors import NoConsentError, NotFoundError
from hopecare.queries.answer_day_calls import find_last_day
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.referral_packets import (
    as_it_was_sent,
    packets_of,
    right_to_share,
    shared_in,
)
from hopecare.queries.referral_pages import sheet_view
from hopecare.queries.referrals import referral_view
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.fhir_facts import fhir_facts
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.referrals import REFERRALS, has_moved
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Referral, ReferralPacket

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Row

    from hopecare.queries.referral_pages import SheetView

FHIR_JSON: Final = "application/fhir+json"
COLUMNS: Final = (
    "id version code case_id person_id service_id status made_at made_by_id consent_entry_id "
    "answer_due_on programme assessment_id answered_on answered_by_door refusal_reason outcome "
    "outcome_on outcome_by_door amount_minor currency withdrawn_at seen_at"
)
"""What staff weighed (`sent_despite`) is told nobody else: see `domain/weighed.py`."""
_OFFICE: Final[dict[str, fields.Field[Any]]] = {
    "organisation_id": fields.UUID(
        required=True, metadata={"description": "The office that was sent it."}
    ),
    "has_moved": fields.Boolean(
        required=True,
        metadata={"description": "Whether another office has its service by now."},
    ),
}
REFERRAL_VIEW: Final = view_of(
    "ReferralView", Referral, COLUMNS, "One referral, without names or words.", _OFFICE
)
SENDING: Final = view_of(
    "SendingView",
    ReferralPacket,
    "number made_at made_by_id items digest consent_entry_id override_id findings "
    "findings_chosen_on",
    "One sending: which parts were chosen and by which right; what they say is asked for itself.",
)
WHOLE: Final = view_of(
    "WholeReferralView",
    Referral,
    COLUMNS,
    "One referral with its sendings, whether it may still be shared today, and what follows a "
    "refusal that decided no application.",
    {
        **_OFFICE,
        "is_late": fields.Boolean(required=True),
        "may_be_shared": fields.Boolean(required=True),
        "object_until_on": fields.Date(
            required=True,
            allow_none=True,
            metadata={"description": "Until when one may object to it, once that was named."},
        ),
        "sendings": fields.List(fields.Nested(SENDING), required=True),
        "steps": fields.List(fields.Nested(STEP_VIEW), required=True),
    },
)
NOUN: Final = Noun(
    path="referrals",
    singular="referral",
    rows=Referral,
    view=REFERRAL_VIEW,
    permission="referral.read",
)


class PacketView(Schema):
    """What was sent last, as far as it may be read today."""

    number = fields.Integer(required=True)
    digest = fields.String(required=True)
    items = fields.List(fields.String(), required=True)
    is_unsafe = fields.Boolean(
        required=True,
        metadata={"description": "Not every way to reach them is safe; the centre knows how."},
    )
    content = fields.Dict(
        required=True,
        metadata={
            "description": "The parts by name, as the sheet shows them: without a number that is "
            "unsafe to ring today. The digest is of what was sent."
        },
    )


class BundleView(Schema):
    """A FHIR R4B collection: ServiceRequest, Task, Patient, Organizations, Consent."""

    resource_type = fields.String(required=True, data_key="resourceType")
    id = fields.UUID(required=True)
    type = fields.String(required=True)
    timestamp = fields.AwareDateTime(required=True)
    entry = fields.List(fields.Dict(), required=True)


def _listed(row: Row[Any]) -> dict[str, Any]:
    """Give a row of the list with the office that was sent it."""
    return {
        **{name: getattr(row.Referral, name) for name in COLUMNS.split()},
        "organisation_id": row.Organisation.id,
        "has_moved": has_moved(row),
    }


serve_list(
    NOUN,
    REFERRALS,
    says="List referrals; without a filter, those still with an office.",
    each=_listed,
)


@blueprint.get("/referrals/<uuid:referral_id>")
@permits("api.referrals.read")
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_referral(referral_id: UUID) -> dict[str, Any]:
    """Give one referral: how it stands, what came of it, and what was sent when."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "referral.read", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        sendings = packets_of(session, referral_id)
        view = as_it_was_sent(session, view, next(iter(sendings), None))
        steps = steps_of(session, referral_id)
        last_day = find_last_day(session, referral_id)
        right = right_to_share(session, view.referral, next(iter(sendings), None), on=today)
    shown([view.referral.person_id])
    return {
        **{name: getattr(view.referral, name) for name in COLUMNS.split()},
        "organisation_id": view.organisation.id,
        "has_moved": view.has_moved,
        "is_late": view.is_late(today),
        "may_be_shared": right.holds and view.referral.status is not ReferralStatus.WITHDRAWN,
        "object_until_on": last_day.due_on if last_day else None,
        "sendings": sendings,
        "steps": steps,
    }


@blueprint.get("/referrals/<uuid:referral_id>/packet")
@permits("api.referrals.print")
@blueprint.response(HTTPStatus.OK, PacketView)
def get_referral_packet(referral_id: UUID) -> dict[str, Any]:
    """Give what was sent last, as far as it may be shared today, like the sheet to print."""
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        found = sheet_view(session, referral_id, on=current_reader().today)
    shown([found.view.referral.person_id])
    content, packet = _shared(found), found.packet
    if packet is None:
        raise NotFoundError(kind="packet", id=referral_id)
    return {
        "number": packet.number,
        "digest": packet.digest,
        "items": packet.items,
        "is_unsafe": found.is_unsafe,
        "content": content,
    }


@blueprint.get("/referrals/<uuid:referral_id>/fhir")
@permits("api.referrals.print")
@blueprint.response(HTTPStatus.OK, BundleView, content_type=FHIR_JSON)
def get_referral_fhir(referral_id: UUID) -> Response:
    """Give the referral as a FHIR bundle; where it was called off, only that."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        facts = fhir_facts(session, view, reader)
    shown([view.referral.person_id])
    body = json.dumps(bundle_of(facts), ensure_ascii=False)
    return Response(body, content_type=FHIR_JSON, headers={"Cache-Control": "no-store"})


def _shared(found: SheetView) -> dict[str, Any]:
    """What may be shown today; called off is not there, and without a right it is refused."""
    row = found.view.referral
    if row.status is ReferralStatus.WITHDRAWN or not shared_in(found.packet):
        raise NotFoundError(kind="packet", id=row.id)
    if found.content is None:
        purpose = ConsentPurpose.SHARE_WITH_AGENCY.value
        raise NoConsentError(person_id=row.person_id, purpose=purpose)
    return found.content
