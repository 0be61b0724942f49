"""A resident says in a call that texts shall stop, or come again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, url_for

from blueprints.casework.door import blueprint
from hopecare.domain.replies import TextsStoppedBy
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.set_texts_wish import set_texts_wish
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.set_texts_wish import TextsWishRequest
from models import ContactPoint, Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

STOPPED = N_("No more texts go there. A call is owed, to agree on another way to keep in touch.")
RESUMED = N_("Texts go there again.")


@blueprint.post("/residents/<uuid:person_id>/phones/<uuid:point_id>/texts")
@permits("resident.change")
def wish_texts(person_id: UUID, point_id: UUID) -> ResponseReturnValue:
    """Stop texts to a number, or let them come again; care goes on."""
    form, identity, now = read_form(TextsWishRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return redirect(url_for("casework.reach", person_id=person_id), HTTPStatus.SEE_OTHER)
    stops = bool(form.data["stops"])

    def act(session: Session) -> str:
        refuse_unless(session, "resident.change", identity, Person, person_id)
        point = session.get(ContactPoint, point_id)
        if point is None or point.person_id != person_id:
            raise NotFoundError(kind="contact_point", id=point_id)
        asked_by = TextsStoppedBy.STAFF
        set_texts_wish(session, point=point, stops=stops, asked_by=asked_by, by=identity, now=now)
        return url_for("casework.reach", person_id=person_id)

    return act_once(identity, act, said=STOPPED if stops else RESUMED)
