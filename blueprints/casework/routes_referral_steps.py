"""What follows a referral that decided no application: the steps, and the check of a grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.applications import StepStands
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.cases import case_by_id
from hopecare.queries.follow_ups import step_by_id
from hopecare.queries.referral_packets import sent_view
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.check_referral import check_referral
from hopecare.services.settle_application_step import settle_application_step
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.applications import LABELS, StepRequest
from hopecare.web.scopes import reading
from models import Referral

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

RECORD: Final = "referral.record"
PAGE: Final = "casework/referral_step.html"


@blueprint.get("/referrals/<uuid:referral_id>/steps/<uuid:follow_up_id>")
@permits(RECORD)
def referral_step_form(referral_id: UUID, follow_up_id: UUID) -> ResponseReturnValue:
    """Show one step after the refusal with the way to take it."""
    values = _values(referral_id, follow_up_id)
    form = blank_form({"stands": StepStands.DONE, "words": values["step"].words})
    return page(PAGE, form=form, **values)


@blueprint.post("/referrals/<uuid:referral_id>/steps/<uuid:follow_up_id>")
@permits(RECORD)
def referral_step_act(referral_id: UUID, follow_up_id: UUID) -> ResponseReturnValue:
    """Write down that it was done, or is not taken."""
    form, identity, now = read_form(StepRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(PAGE, form=form, **_values(referral_id, follow_up_id))

    def act(session: Session) -> str:
        refuse_unless(session, RECORD, identity, Referral, referral_id)
        settle_application_step(
            session, of_id=referral_id, step_id=follow_up_id, by=identity, now=now, **form.data
        )
        return url_for("casework.referral", referral_id=referral_id)

    def theirs(session: Session) -> Mapping[str, object]:
        step = step_by_id(session, referral_id, follow_up_id)
        return {"stands": step.stands, "words": step.words, "version": step.version}

    said = N_("It is written down.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)


@blueprint.post("/referrals/<uuid:referral_id>/checked")
@permits(RECORD)
def check_referral_act(referral_id: UUID) -> ResponseReturnValue:
    """Write down that the office checked the emergency aid it had granted."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, RECORD, identity, Referral, referral_id)
        check_referral(session, referral_id=referral_id, by=identity, now=now)
        return url_for("casework.referral", referral_id=referral_id)

    return act_once(identity, act, said=N_("It is written down."))


def _values(referral_id: UUID, follow_up_id: UUID) -> dict[str, Any]:
    with reading() as session:
        refuse_unless(session, RECORD, current_identity(), Referral, referral_id)
        view = sent_view(session, referral_id)
        step = step_by_id(session, referral_id, follow_up_id)
        case = case_by_id(session, view.referral.case_id)
        resident = person_by_id(session, view.referral.person_id)
    shown([resident.id])
    return {
        "view": view,
        "referral": view.referral,
        "step": step,
        "case": case,
        "resident": resident,
        "organisation_name": named(view.organisation, current_reader()),
        "StepStands": StepStands,
    }
