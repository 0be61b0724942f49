"""Asking neighbours by itself: begin, and stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.askings import find_live_asking
from hopecare.queries.needs import need_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.begin_asking import begin_asking
from hopecare.services.withdraw_asking import withdraw_asking
from hopecare.web.acts import act_once
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from models import Need

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.post("/needs/<uuid:need_id>/asking")
@permits("offer.make")
def begin_asking_act(need_id: UUID) -> ResponseReturnValue:
    """Ask neighbours wave after wave, until somebody says yes or the time is over."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Need, need_id)
        asking = begin_asking(session, need_id=need_id, by=identity, now=now)
        return url_for("casework.case", case_id=asking.case_id)

    return act_once(identity, act, said=N_("Neighbours are asked, wave after wave."))


@blueprint.post("/needs/<uuid:need_id>/asking/stop")
@permits("offer.make")
def stop_asking_act(need_id: UUID) -> ResponseReturnValue:
    """Ask nobody any more for this need; whoever waits is told so."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Need, need_id)
        asking = find_live_asking(session, need_id)
        if asking is not None:
            withdraw_asking(session, asking_id=asking.id, by=identity, now=now)
        return url_for("casework.case", case_id=need_by_id(session, need_id).case_id)

    return act_once(identity, act, said=N_("Nobody is asked for this any more."))
