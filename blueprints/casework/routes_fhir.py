"""A referral in the words of other systems: FHIR R4B, for whoever may print its sheet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Response

from blueprints.casework.door import blueprint
from hopecare.domain.fhir_referrals import bundle_of
from hopecare.queries.referrals import referral_view
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.fhir_facts import fhir_facts
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Referral

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

FHIR_JSON = "application/fhir+json; charset=utf-8"


@blueprint.get("/referrals/<uuid:referral_id>/fhir.json")
@permits("referral.print")
def referral_fhir(referral_id: UUID) -> ResponseReturnValue:
    """Hand over the referral as a bundle; where it was called off, only that."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        facts = fhir_facts(session, view, reader)
    shown([view.referral.person_id])
    body = json.dumps(bundle_of(facts), ensure_ascii=False, indent=1)
    answer = Response(body, content_type=FHIR_JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="referral-{facts.code}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
