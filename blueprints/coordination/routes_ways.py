"""Another way to be asked: who waits for one, three buttons that say which, and who was moved."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.check_ins import AskingWay
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.check_ins import plan_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.choose_way import choose_way
from hopecare.services.hold_people import hold_people
from hopecare.web.acts import act_once, expect_version
from hopecare.web.districts import district_choices
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.listing import show_listing
from hopecare.web.listings.moved_plans import MOVED_PLANS
from hopecare.web.listings.ways import WAYS
from hopecare.web.permits import permits
from hopecare.web.requests.choose_way import ChooseWayRequest
from hopecare.web.scopes import reading
from models import CheckInPlan

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/check-ins/ways")
@permits("check_in.read")
def ways_to_agree() -> ResponseReturnValue:
    """List who wants no more texts and is still to be asked by them."""
    return show_listing(WAYS, "coordination/ways.html", areas=district_choices())


@blueprint.get("/check-ins/moved")
@permits("check_in.read")
def moved_plans() -> ResponseReturnValue:
    """List whose check-ins a change of network moved to another way."""
    return show_listing(MOVED_PLANS, "coordination/moved_plans.html", areas=district_choices())


@blueprint.post("/check-in-plans/<uuid:plan_id>/way")
@permits("check_in.change")
def choose_a_way(plan_id: UUID) -> ResponseReturnValue:
    """Write which way was agreed on."""
    form, identity = read_form(ChooseWayRequest), current_identity()
    with reading() as session:
        refuse_unless(session, "check_in.change", identity, CheckInPlan, plan_id)
        person_id = plan_by_id(session, plan_id).person_id
    here = url_for("coordination.check_in_plan", person_id=person_id)
    if not form.is_valid:
        return redirect(here, HTTPStatus.SEE_OTHER)

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.change", identity, CheckInPlan, plan_id)
        hold_people(session, person_id, lets_rows_come=True)
        plan = plan_by_id(session, plan_id)
        expect_version(plan, form.data["version"])
        way = AskingWay(form.data["way"].value)
        choose_way(session, plan=plan, way=way, by=identity, now=desk().clock())
        return here

    return act_once(identity, act, said=N_("The plan stands. The next check-in is shown below."))
