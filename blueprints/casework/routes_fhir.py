"""A referral in the words of other systems: FHIR R4B, for whoever may print its sheet."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from flask import Response

from blueprints.casework.door import blueprint
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.fhir_referrals import Agreed, Body, Coded, ReferralFacts, bundle_of
from hopecare.errors import NoConsentError
from hopecare.extensions import desk
from hopecare.queries.cases import case_by_id
from hopecare.queries.places import called_in
from hopecare.queries.referral_packets import find_packet, right_to_share
from hopecare.queries.referrals import referral_view
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Centre, Referral

if TYPE_CHECKING:
    from enum import StrEnum
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.referral_packets import SharingRight
    from hopecare.queries.referrals import ReferralView
    from models import ConsentEntry

FHIR_JSON = "application/fhir+json; charset=utf-8"


@blueprint.get("/referrals/<uuid:referral_id>/fhir.json")
@permits("referral.print")
def referral_fhir(referral_id: UUID) -> ResponseReturnValue:
    """Hand over the referral as a bundle; where it was called off, only that."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        facts = _facts(session, view, reader)
    shown([view.referral.person_id])
    body = json.dumps(bundle_of(facts), ensure_ascii=False, indent=1)
    answer = Response(body, content_type=FHIR_JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="referral-{facts.code}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _facts(session: Session, view: ReferralView, reader: Reader) -> ReferralFacts:
    row = view.referral
    case = case_by_id(session, row.case_id)
    right = _right(session, row, reader)
    centre = session.get_one(Centre, case.centre_id)
    service = called_in(view.service, reader.language)
    return ReferralFacts(
        base=f"{desk().settings.public_base_url}/fhir",
        id=row.id,
        code=row.code,
        status=_coded(row.status, reader),
        urgency=case.urgency.value,
        service=Coded(code=row.programme or "service", text=service),
        programme=row.programme,
        made_at=row.made_at,
        changed_at=_changed_at(row),
        answer_due_on=row.answer_due_on,
        patient_id=row.person_id,
        patient_name=person_by_id(session, row.person_id).full_name if right else None,
        requester=Body(id=centre.id, name=called_in(centre, reader.language), phone=centre.phone),
        owner=Body(
            id=view.organisation.id,
            name=called_in(view.organisation, reader.language),
            phone=view.organisation.phone,
        ),
        agreed=_agreed(right.consent if right else None, reader),
        reason=_coded(row.refusal_reason, reader) if row.refusal_reason else None,
        outcome=_coded(row.outcome, reader) if row.outcome else None,
    )


def _right(session: Session, row: Referral, reader: Reader) -> SharingRight | None:
    """Give by what right it is shared today; of what was called off nothing is shared any more."""
    if row.status is ReferralStatus.WITHDRAWN:
        return None
    right = right_to_share(session, row, find_packet(session, row.id), on=reader.today)
    if not right.holds:
        purpose = ConsentPurpose.SHARE_WITH_AGENCY.value
        raise NoConsentError(person_id=row.person_id, purpose=purpose)
    return right


def _agreed(consent: ConsentEntry | None, reader: Reader) -> Agreed | None:
    if consent is None:
        return None
    return Agreed(id=consent.id, at=consent.at, form=_coded(consent.form, reader))


def _changed_at(row: Referral) -> datetime:
    """Give when it last changed, as far as days tell; never before it was made."""
    days = [each for each in (row.answered_on, row.outcome_on) if each is not None]
    moments = [datetime.combine(day, time(), tzinfo=UTC) for day in days]
    moments += [row.withdrawn_at] if row.withdrawn_at else []
    return max([row.made_at, *moments])


def _coded(member: StrEnum, reader: Reader) -> Coded:
    return Coded(code=member.value, text=reader.label(member))
