"""Texting a resident that an office answered, for other systems: once an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.api.acting import Verb, serve_act
from hopecare.errors import NotFoundError
from hopecare.queries.applications import application_by_id
from hopecare.queries.outcome_texts import find_application_telling, find_referral_telling
from hopecare.queries.referrals import referral_by_id
from hopecare.services.tell_outcome import tell_outcome
from hopecare.web.requests.tell_outcome import TellOutcomeRequest
from models import Application, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act
    from hopecare.queries.outcome_texts import Telling


def _of_referral(act: Act) -> UUID:
    row = referral_by_id(act.session, act.row_id)
    return _tell(act, find_referral_telling(act.session, row, now=act.now))


def _of_application(act: Act) -> UUID:
    row = application_by_id(act.session, act.row_id)
    return _tell(act, find_application_telling(act.session, row, now=act.now))


def _tell(act: Act, telling: Telling | None) -> UUID:
    if telling is None:
        raise NotFoundError(kind="outcome", id=act.row_id)
    return tell_outcome(act.session, telling, **act.body, **act.told()).id


serve_act(
    Verb(
        name="tell_of_referral",
        path="/referrals/<uuid:referral_id>/tell",
        scope="api.referrals.write",
        permission="referral.record",
        rows=Referral,
        says="Text the resident that an office answered, or has not yet; a call is owed with it.",
        takes=TellOutcomeRequest,
    ),
    _of_referral,
)
serve_act(
    Verb(
        name="tell_of_application",
        path="/applications/<uuid:application_id>/tell",
        scope="api.applications.write",
        permission="application.change",
        rows=Application,
        says="Text the resident that an office decided; a call is owed with it.",
        takes=TellOutcomeRequest,
    ),
    _of_application,
)
