"""If nobody answers: the ladder of one resident, rehearsed over the last weeks before it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.ladder_draft import (
    is_sound,
    press,
    rehearsal_of,
    seal,
    shown_rows,
    was_shown,
)
from hopecare.domain.check_ins import way_of
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import MOST_STEPS
from hopecare.errors import StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.check_in_board import find_live_plan
from hopecare.queries.past_check_ins import lacks_keyholder
from hopecare.queries.people_at_a_glance import glance_at
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.ladders import ladder_of, shipped_ladders
from hopecare.services.use_ladder import use_ladder
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.choice_words import WORDS
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.use_ladder import (
    DraftLadderRequest,
    UseLadderRequest,
    rows_of,
    steps_from,
)
from hopecare.web.scopes import reading
from models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.ladders import Steps
    from hopecare.web.forms import Form
    from models import CheckInPlan

MOST_ROWS: Final = 60
"""Beneath one number: the check-ins of one resident in eight weeks are 56."""


@blueprint.get("/residents/<uuid:person_id>/ladder")
@permits("check_in.plan")
def ladder(person_id: UUID) -> ResponseReturnValue:
    """Show the ladder to be changed, with what it would have caused; nothing is kept yet."""
    form = read_query(DraftLadderRequest)
    seen = _seen(person_id, form if form.value("do") else None)
    if seen is None:
        return go(url_for("coordination.check_in_plan", person_id=person_id))
    return page("coordination/ladder.html", **seen)


@blueprint.post("/residents/<uuid:person_id>/ladder")
@permits("check_in.plan")
def use(person_id: UUID) -> ResponseReturnValue:
    """Let the ladder hold from the next check-in on, once its rehearsal has been seen."""
    form = read_form(UseLadderRequest)
    steps = steps_from(form.data)
    if is_sound(form, steps) and not _was_shown(person_id, form, steps):
        form.refuse("steps", "rehearsal_not_seen")
    if not form.is_valid:
        seen = _seen(person_id, form)
        return again("coordination/ladder.html", **seen) if seen else _back(person_id)
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.plan", identity, Person, person_id)
        plan = _expected(find_live_plan(session, person_id), form)
        use_ladder(session, plan_id=plan.id, steps=steps, by=identity, now=desk().clock())
        return url_for("coordination.check_in_plan", person_id=person_id)

    said = N_("This holds from the next check-in on. What has begun goes on as it began.")
    return act_once(identity, act, said=said)


def _back(person_id: UUID) -> ResponseReturnValue:
    return go(url_for("coordination.check_in_plan", person_id=person_id))


def _expected(plan: CheckInPlan | None, form: Form) -> CheckInPlan:
    """The plan that was read, as it was read; any other is somebody else's change."""
    if plan is None or plan.id != form.data["plan_id"]:
        raise StaleVersionError(kind="CheckInPlan", version=plan.version if plan else 0)
    expect_version(plan, form.data["version"])
    return plan


def _was_shown(person_id: UUID, form: Form, steps: Steps) -> bool:
    """Whether these steps were rehearsed; a plan changed since is refused as stale instead."""
    with reading() as session:
        refuse_unless(session, "check_in.plan", current_identity(), Person, person_id)
        plan = find_live_plan(session, person_id)
    is_same = plan is not None and plan.version == form.data["version"]
    return plan is None or not is_same or was_shown(form.data["seen"], plan, steps)


def _seen(person_id: UUID, form: Form | None) -> dict[str, Any] | None:
    """Read the plan and rehearse; None where there is no plan to give a ladder to."""
    with reading() as session:
        refuse_unless(session, "check_in.plan", current_identity(), Person, person_id)
        about = glance_at(session, person_id, on=current_reader().today)
        plan = find_live_plan(session, person_id)
        if plan is None:
            return None
        present = ladder_of(plan)
        form = _written(form, present)
        steps = steps_from(form.data) if form.data else present
        ladders = [steps] if is_sound(form, steps) else []
        way = way_of(plan.asked_by, plan.channel)
        rehearsal = rehearsal_of(session, about.person, ladders, way=way, zone=plan.zone)
        no_keyholder = lacks_keyholder(
            session, about.person, steps, on=current_reader().today, now=desk().clock()
        )
    shown([person_id])
    return {
        "about": about,
        "plan": plan,
        "form": form,
        "rehearsal": rehearsal,
        "no_keyholder": no_keyholder,
        "is_new": bool(ladders) and steps != present,
        "steps": steps,
        "seal": seal(plan, steps),
        "rows": shown_rows(form),
        "most": MOST_STEPS,
        "most_rows": MOST_ROWS,
        "rungs": [(rung.value, current_reader().label(rung)) for rung in Rung],
        "shipped": [
            (current_reader().say(WORDS[name]), rows_of(each))
            for name, each in shipped_ladders().items()
        ],
    }


def _written(form: Form | None, present: Steps) -> Form:
    """What stands in the rows: what was written, moved by its button, or the present ladder."""
    if form is None:
        return blank_form(rows_of(present))
    press(form)
    return form
