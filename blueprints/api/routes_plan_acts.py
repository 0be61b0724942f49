"""Plans of check-ins for other systems: begun or written anew, and another way agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act
from hopecare.domain.check_ins import AskingWay
from hopecare.errors import InvalidInputError
from hopecare.queries.check_ins import plan_by_id
from hopecare.services.choose_way import choose_way
from hopecare.services.hold_people import hold_people
from hopecare.web.acts import expect_version
from hopecare.web.check_in_wishes import flaws_of, plan_anew
from hopecare.web.requests.choose_way import ChooseWayRequest
from hopecare.web.requests.plan_check_ins import PlanCheckInsRequest
from models import CheckInPlan, Person

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

SCOPE: Final = "api.check_ins.write"


def _plan(act: Act) -> UUID:
    """With a shipped ladder: one of its own is rehearsed on its page before it holds."""
    flaws = flaws_of(act.body)
    if flaws:
        raise InvalidInputError({name: [flaw] for name, flaw in flaws.items()})
    return plan_anew(act.session, act.row_id, act.body, **act.told()).id


def _choose_way(act: Act) -> UUID:
    person_id = plan_by_id(act.session, act.row_id).person_id
    hold_people(act.session, person_id, lets_rows_come=True)
    plan = plan_by_id(act.session, act.row_id)
    expect_version(plan, act.body["version"])
    way = AskingWay(act.body["way"].value)
    choose_way(act.session, plan=plan, way=way, **act.told())
    return act.row_id


serve_act(
    Verb(
        name="plan_check_ins",
        path="/residents/<uuid:resident_id>/check-in-plans",
        scope=SCOPE,
        permission="check_in.plan",
        rows=Person,
        says="Begin a plan, or write it anew over the `plan_id` and `version` that were read.",
        takes=PlanCheckInsRequest,
    ),
    _plan,
)
serve_act(
    Verb(
        name="choose_way",
        path="/check-in-plans/<uuid:plan_id>/way",
        scope=SCOPE,
        permission="check_in.change",
        rows=CheckInPlan,
        says="Write which way was agreed on by somebody who wants no more texts.",
        takes=ChooseWayRequest,
    ),
    _choose_way,
)
