"""What other systems write of residents: open one, and what they agree to or withdraw."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from blueprints.api.acting import Verb, serve_act, under_key
from blueprints.api.door import blueprint
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import body_of
from blueprints.api.views import Done
from hopecare.domain.consent import ConsentAct
from hopecare.extensions import desk
from hopecare.queries.areas import area_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_consents import answer_consents
from hopecare.services.open_resident import open_resident
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.web.home_points import refuse_other_point
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.resident import (
    OpenResidentRequest,
    RecordConsentRequest,
    WithdrawConsentRequest,
    facts_from,
)
from models import Person, Report

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act

CONSENTS: Final = "/residents/<uuid:resident_id>/consents"


@blueprint.post("/residents")
@permits("api.residents.write")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(body_of(OpenResidentRequest, named="OpenResidentBody"))
@blueprint.response(HTTPStatus.CREATED, Done)
@blueprint.doc(operationId="open_resident")
def open_a_resident(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Open a resident with their consent to be on record; without it nobody is opened."""
    identity, facts, report_id = current_identity(), facts_from(body), body["report_id"]

    def act(session: Session) -> dict[str, Any]:
        area_by_id(session, body["area_id"])
        refuse_other_point(session, body)
        if report_id is not None:
            refuse_unless(session, "report.change", identity, Report, report_id)
        opened = open_resident(
            session,
            facts,
            town_id=identity.town_id,
            report_id=report_id,
            by=identity,
            now=desk().clock(),
        )
        return {"id": str(opened.id)}

    return under_key(header, body, act)


def _record(act: Act) -> UUID:
    """Write a yes or a no for each purpose; a no stops what rested on it."""
    data, agrees = act.body, act.body["agrees"]
    person = person_by_id(act.session, act.row_id)
    said = [
        ConsentSaid(
            purpose=purpose,
            form=data["form"],
            act=ConsentAct.GIVEN if agrees else ConsentAct.REFUSED,
            words=data["consent_words"],
            expires_on=data["expires_on"] if agrees else None,
            ask_again_on=None if agrees else data["ask_again_on"],
            proxy_id=data["proxy_id"],
        )
        for purpose in data["purposes"]
    ]
    return answer_consents(act.session, person, said, **act.told())[0].id


def _withdraw(act: Act) -> UUID:
    person = person_by_id(act.session, act.row_id)
    said = {"purpose": act.body["purpose"], "form": act.body["form"], **act.told()}
    return withdraw_consent(act.session, person, **said).id


serve_act(
    Verb(
        name="record_consents",
        path=CONSENTS,
        scope="api.consents.write",
        permission="consent.record",
        rows=Person,
        says="Write down a yes or a no for each purpose; a no stops what rested on it.",
        takes=RecordConsentRequest,
    ),
    _record,
)
serve_act(
    Verb(
        name="withdraw_consent",
        path=f"{CONSENTS}/withdraw",
        scope="api.consents.write",
        permission="consent.record",
        rows=Person,
        says="Withdraw one consent: what rested on it stops at once.",
        takes=WithdrawConsentRequest,
    ),
    _withdraw,
)
