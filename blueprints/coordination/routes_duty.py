"""Who is on duty: now, in the next two weeks, and the hours nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.duty_page import duty_page
from hopecare.domain.predicates import Subject
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.holidays import holidays_of
from hopecare.queries.visibility import refuse_unless
from hopecare.services.copy_duty_week import copy_duty_week
from hopecare.services.end_duty import end_duty
from hopecare.services.note_duty_phone import note_duty_phone
from hopecare.services.refuse_duty_strangers import refuse_duty_strangers
from hopecare.services.repeat_duty import EachWeek, repeat_duty
from hopecare.services.set_duty import DutyWish
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import insist, permits
from hopecare.web.requests.set_duty import CopyDutyWeekRequest, SetDutyRequest
from hopecare.web.town import current_town
from models import DutyPeriod

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

CHANGED = N_("The rota has changed.")


@blueprint.get("/duty")
@permits("duty.read")
def duty() -> ResponseReturnValue:
    """Show the rota, with its gaps."""
    return page("coordination/duty.html", **duty_page(None))


@blueprint.post("/duty")
@permits("duty.set")
def put_on_duty() -> ResponseReturnValue:
    """Put somebody on duty, once or each week."""
    form, identity = read_form(SetDutyRequest), current_identity()
    if not form.is_valid:
        return again("coordination/duty.html", **duty_page(form))
    insist("duty.set", Subject(town_id=identity.town_id, centre_id=form.data["centre_id"]))

    def act(session: Session) -> str:
        _put(session, form.data, by=identity)
        return url_for("coordination.duty")

    try:
        return act_once(identity, act, said=CHANGED)
    except InvalidInputError as error:
        return again("coordination/duty.html", **duty_page(form.refuse_all(error)))


@blueprint.post("/duty/copy")
@permits("duty.set")
def copy_week() -> ResponseReturnValue:
    """Copy a week of a centre's rota into the next."""
    form, identity = read_form(CopyDutyWeekRequest), current_identity()
    if not form.is_valid:
        return again("coordination/duty.html", **duty_page(None))
    centre_id, on = form.data["centre_id"], form.data["week_of"]
    insist("duty.set", Subject(town_id=identity.town_id, centre_id=centre_id))

    def act(session: Session) -> str:
        if not copy_duty_week(session, centre_id=centre_id, week_of=on, now=desk().clock()):
            raise InvalidInputError({"week_of": ["nothing_to_copy"]})
        return url_for("coordination.duty")

    try:
        return act_once(identity, act, said=N_("The week was copied. Please look it over below."))
    except InvalidInputError as error:
        return again("coordination/duty.html", **duty_page(form.refuse_all(error)))


@blueprint.post("/duty/<uuid:duty_id>/end")
@permits("duty.set")
def take_off_duty(duty_id: UUID) -> ResponseReturnValue:
    """Take somebody off duty."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "duty.set", identity, DutyPeriod, duty_id)
        end_duty(session, duty_id=duty_id, now=desk().clock())
        return url_for("coordination.duty")

    return act_once(identity, act, said=CHANGED)


def _put(session: Session, data: dict[str, Any], *, by: Identity) -> None:
    """Write one period, or one a week; without a last day it is this once."""
    now = desk().clock()
    wish = _wish(session, data, by=by, now=now)
    country = current_town().country
    holidays = holidays_of(session, town_id=by.town_id, country=country).days
    each_week = EachWeek(
        until_on=data["repeat_until"] or data["from_on"],
        leaving_out=holidays if data["not_on_holidays"] else (),
    )
    repeat_duty(session, wish=wish, each_week=each_week, now=now)


def _wish(session: Session, data: dict[str, Any], *, by: Identity, now: datetime) -> DutyWish:
    zone, number = ZoneInfo(current_reader().zone), data["phone"]
    wish = DutyWish(
        centre_id=data["centre_id"],
        person_id=data["person_id"],
        from_at=datetime.combine(data["from_on"], data["from_clock"], zone),
        until_at=datetime.combine(data["until_on"], data["until_clock"], zone),
        substitute_id=data["substitute_id"],
    )
    refuse_duty_strangers(session, wish, on=current_reader().today)
    if not number:
        return wish
    phone = note_duty_phone(session, person_id=wish.person_id, number=number, by=by, now=now)
    return replace(wish, phone_id=phone.id)
