"""A volunteer says that what they are asked does not suit them in general."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.volunteering.door import blueprint
from blueprints.volunteering.routes_offers import offer_page
from hopecare.domain.matching.proposals import FOR_VOLUNTEERS
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.appeal_offer import appeal_offer
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.proposals import AppealOfferRequest
from models import Offer

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.post("/offers/<uuid:offer_id>/appeal")
@permits("offer.answer")
def appeal_offer_act(offer_id: UUID) -> ResponseReturnValue:
    """Keep it for the coordinator; the request itself stands as it is."""
    form, identity, now = read_form(AppealOfferRequest), current_identity(), desk().clock()
    if form.is_valid and form.data["misfit"] not in FOR_VOLUNTEERS:
        form.refuse("misfit", "not_a_choice")
    if not form.is_valid:
        return offer_page(offer_id, blank_form(), form)

    def act(session: Session) -> str:
        refuse_unless(session, "offer.answer", identity, Offer, offer_id)
        reason = form.data["misfit"]
        appeal_offer(session, offer_id=offer_id, reason=reason, by=identity, now=now)
        return url_for("volunteering.offer", offer_id=offer_id)

    return act_once(
        identity, act, said=N_("Thank you for telling us. Your coordinator looks at it.")
    )
