"""A town's own holidays: days the rota marks, beside those of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.permissions import may
from hopecare.domain.predicates import Subject
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.holidays import own_holidays
from hopecare.services.add_holiday import add_holiday
from hopecare.services.drop_holiday import drop_holiday
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import insist, permits
from hopecare.web.requests.add_holiday import AddHolidayRequest
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/duty/holidays")
@permits("duty.read")
def holidays() -> ResponseReturnValue:
    """Show the days the town has entered; whoever works for all of it may add some."""
    return page("coordination/holidays.html", **_seen(None))


@blueprint.post("/duty/holidays")
@permits("holiday.set")
def add_holiday_act() -> ResponseReturnValue:
    """Enter a day."""
    form, identity = read_form(AddHolidayRequest), current_identity()
    insist("holiday.set", Subject(town_id=identity.town_id))
    if not form.is_valid:
        return again("coordination/holidays.html", **_seen(form))

    def act(session: Session) -> str:
        day, label = form.data["day"], form.data["label"]
        add_holiday(session, day=day, label=label, by=identity, now=desk().clock())
        return url_for("coordination.holidays")

    try:
        return act_once(identity, act, said=N_("The day is written down. Please look at the rota."))
    except InvalidInputError as error:
        return again("coordination/holidays.html", **_seen(form.refuse_all(error)))


@blueprint.post("/duty/holidays/<uuid:holiday_id>/drop")
@permits("holiday.set")
def drop_holiday_act(holiday_id: UUID) -> ResponseReturnValue:
    """Take a day back that has not come yet."""
    identity = current_identity()
    insist("holiday.set", Subject(town_id=identity.town_id))

    def act(session: Session) -> str:
        drop_holiday(session, holiday_id=holiday_id, now=desk().clock())
        return url_for("coordination.holidays")

    return act_once(identity, act, said=N_("It is an ordinary day again."))


def _seen(form: Form | None) -> dict[str, Any]:
    identity = current_identity()
    with reading() as session:
        days = own_holidays(session, town_id=identity.town_id, since=current_reader().today)
    is_theirs = may(identity, "holiday.set", Subject(town_id=identity.town_id)).allowed
    return {"days": days, "may_change": is_theirs, "form": form or blank_form()}
