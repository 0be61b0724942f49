"""Until when one may object to what a referral came to, where nobody applied with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.outcomes import AnswerDoor
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.referral_packets import sent_view
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.name_last_day import name_last_day
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.last_day import LastDayForm
from hopecare.web.scopes import reading
from models import Referral

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

RECORD: Final = "referral.record"
PAGE: Final = "casework/referral_last_day.html"
DOORS: Final = (AnswerDoor.LETTER, AnswerDoor.PHONE, AnswerDoor.DESK)
"""How a last day reaches staff: a notice is read out or shown, nobody names it by a link."""


@blueprint.get("/referrals/<uuid:referral_id>/last-day")
@permits(RECORD)
def last_day_form(referral_id: UUID) -> ResponseReturnValue:
    """Ask for the last day to object, as the notice says."""
    return page(PAGE, form=blank_form({"named_on": current_reader().today}), **_values(referral_id))


@blueprint.post("/referrals/<uuid:referral_id>/last-day")
@permits(RECORD)
def last_day_act(referral_id: UUID) -> ResponseReturnValue:
    """Write it down: the clock runs, and the call that asked for it is done."""
    form, identity, now = read_form(LastDayForm), current_identity(), desk().clock()
    if not form.is_valid:
        return again(PAGE, form=form, **_values(referral_id))

    def act(session: Session) -> str:
        refuse_unless(session, RECORD, identity, Referral, referral_id)
        name_last_day(session, referral_id=referral_id, by=identity, now=now, **form.data)
        return url_for("casework.referral", referral_id=referral_id)

    try:
        return act_once(identity, act, said=N_("It is written down."), form=form)
    except InvalidInputError as error:
        return again(PAGE, form=form.refuse_all(error), **_values(referral_id))


def _values(referral_id: UUID) -> dict[str, Any]:
    with reading() as session:
        refuse_unless(session, RECORD, current_identity(), Referral, referral_id)
        view = sent_view(session, referral_id)
        resident = person_by_id(session, view.referral.person_id)
    shown([resident.id])
    return {
        "referral": view.referral,
        "doors": [(str(door), current_reader().label(door)) for door in DOORS],
        "resident": resident,
        "organisation_name": named(view.organisation, current_reader()),
    }
