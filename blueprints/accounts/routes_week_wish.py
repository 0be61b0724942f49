"""Whether one hears the week's numbers as a text, said on one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.accounts.door import blueprint
from hopecare.errors import InvalidInputError
from hopecare.language import N_
from hopecare.services.wish_week_digest import wish_week_digest
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.wish_week import WishWeekRequest

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.post("/account/week")
@permits("account.change_own")
def wish_week() -> ResponseReturnValue:
    """Keep one's own wish."""
    form, identity = read_form(WishWeekRequest), current_identity()
    if not form.is_valid:
        raise InvalidInputError({"wants": ["not_a_choice"]})
    wants = bool(form.data["wants"])

    def act(session: Session) -> str:
        wish_week_digest(session, account_id=identity.account_id, wants=wants)
        return url_for("accounts.devices")

    said = N_("You get the week's numbers as a text.") if wants else N_("You get no such text.")
    return act_once(identity, act, said=said)
