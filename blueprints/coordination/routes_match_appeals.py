"""What was said against proposals and askings: the list, one of them, and that it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.matching.proposals import AppealReason
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.match_appeals import appeal_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.settle_appeal import settle_appeal
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.match_appeals import LOOKED, MATCH_APPEALS, SAID_BY
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import MatchAppeal

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/matching/appeals")
@permits("offer.make")
def match_appeals() -> ResponseReturnValue:
    """List what does not suit, the newest first."""
    reader = current_reader()
    return show_listing(
        MATCH_APPEALS,
        "coordination/match_appeals.html",
        said_by=[(each.value, reader.say(words)) for each, words in SAID_BY.items()],
        looked=[(each.value, reader.say(words)) for each, words in LOOKED.items()],
        AppealReason=AppealReason,
    )


@blueprint.get("/matching/appeals/<uuid:appeal_id>")
@permits("offer.make")
def match_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Show what was said, about which asking, and by whom."""
    with reading() as session:
        refuse_unless(session, "offer.make", current_identity(), MatchAppeal, appeal_id)
        said = appeal_by_id(session, appeal_id)
        helper = person_by_id(session, said.helper_id)
        resident = person_by_id(session, said.resident_id)
        need = need_by_id(session, said.need_id)
    shown([helper.id, resident.id])
    return page(
        "coordination/match_appeal.html", said=said, helper=helper, resident=resident, need=need
    )


@blueprint.post("/matching/appeals/<uuid:appeal_id>/settle")
@permits("offer.make")
def settle_match_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Note that it was looked at."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, MatchAppeal, appeal_id)
        settle_appeal(session, appeal_id=appeal_id, by=identity, now=now)
        return url_for("coordination.match_appeals")

    return act_once(identity, act, said=N_("It is noted that you looked at it."))
