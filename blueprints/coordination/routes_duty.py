"""Who is on duty: now, in the next two weeks, and the hours nobody is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import true

from blueprints.coordination.door import blueprint
from hopecare.domain.permissions import Subject
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.rota import rotas, staff_choices
from hopecare.queries.visibility import refuse_unless
from hopecare.services.end_duty import end_duty
from hopecare.services.set_duty import DutyWish, set_duty
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import insist, permits
from hopecare.web.requests.set_duty import SetDutyRequest
from hopecare.web.scopes import reading
from models import Centre, DutyPeriod

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

AHEAD: Final = timedelta(days=14)


@blueprint.get("/duty")
@permits("duty.read")
def duty() -> ResponseReturnValue:
    """Show the rota, with its gaps."""
    return page("coordination/duty.html", **_seen(None))


@blueprint.post("/duty")
@permits("duty.set")
def put_on_duty() -> ResponseReturnValue:
    """Put somebody on duty."""
    form, identity = read_form(SetDutyRequest), current_identity()
    if not form.is_valid:
        return again("coordination/duty.html", **_seen(form))
    insist("duty.set", Subject(town_id=identity.town_id, centre_id=form.data["centre_id"]))
    wish = _wish(form.data)

    def act(session: Session) -> str:
        set_duty(session, wish=wish, now=desk().clock())
        return url_for("coordination.duty")

    try:
        return act_once(identity, act, said=N_("The rota has changed."))
    except InvalidInputError as error:
        return again("coordination/duty.html", **_seen(form.refuse_all(error)))


@blueprint.post("/duty/<uuid:duty_id>/end")
@permits("duty.set")
def take_off_duty(duty_id: UUID) -> ResponseReturnValue:
    """Take somebody off duty."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "duty.set", identity, DutyPeriod, duty_id)
        end_duty(session, duty_id=duty_id, now=desk().clock())
        return url_for("coordination.duty")

    return act_once(identity, act, said=N_("The rota has changed."))


def _wish(data: dict[str, Any]) -> DutyWish:
    zone = ZoneInfo(current_reader().zone)
    return DutyWish(
        centre_id=data["centre_id"],
        person_id=data["person_id"],
        from_at=datetime.combine(data["from_on"], data["from_clock"], zone),
        until_at=datetime.combine(data["until_on"], data["until_clock"], zone),
        substitute_id=data["substitute_id"],
    )


def _seen(form: Form | None) -> dict[str, Any]:
    """Read the rota of the reader's centre, or of all where they work for the town."""
    identity, now, today = current_identity(), desk().clock(), current_reader().today
    mine = true() if identity.centre_id is None else Centre.id == identity.centre_id
    with reading() as session:
        found = rotas(session, of=mine, until=now + AHEAD, now=now)
        staff = staff_choices(session, centre_id=identity.centre_id, on=today)
    shown(duty.person.id for rota in found for duty in rota.duties)
    first = {
        "centre_id": str(found[0].centre.id) if len(found) == 1 else "",
        "from_on": today.isoformat(),
        "from_clock": "09:00",
        "until_on": today.isoformat(),
        "until_clock": "18:00",
    }
    return {"rotas": found, "staff": staff, "form": form or blank_form(first)}
