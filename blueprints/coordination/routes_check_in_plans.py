"""How one resident wishes to be asked how they are: plan, pause, go on, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.plan_form import (
    finds_no_keyholder,
    first_ladders,
    offered_questions,
    offered_ways,
    offered_zones,
    refuse_unknown,
    standing_values,
    whom_to_ask,
)
from hopecare.domain.channels import Channel
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_ins import way_of
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.pauses import not_over, pauses_read
from hopecare.extensions import desk
from hopecare.language import N_, languages
from hopecare.queries.check_in_board import find_live_plan, slots_of_person
from hopecare.queries.check_ins import hold_plan, plan_by_id
from hopecare.queries.people_at_a_glance import glance_at
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.ways_to_agree import is_waiting_for_a_way
from hopecare.reading.ladders import ladder_of
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.stop_check_ins import stop_check_ins
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.check_in_wishes import channels, plan_anew
from hopecare.web.choice_words import WORDS
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import LANGUAGE_NAMES, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.plan_check_ins import (
    LABELS,
    PAUSE_LABELS,
    ChangePlanRequest,
    PauseCheckInsRequest,
    PlanCheckInsRequest,
)
from hopecare.web.scopes import reading
from models import CheckInPlan, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any
    from uuid import UUID

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/residents/<uuid:person_id>/check-ins")
@permits("check_in.plan")
def check_in_plan(person_id: UUID) -> ResponseReturnValue:
    """Show the plan as it stands, to be changed, paused or ended."""
    return page("coordination/check_in_plan.html", **_seen(person_id))


@blueprint.post("/residents/<uuid:person_id>/check-ins")
@permits("check_in.plan")
def plan(person_id: UUID) -> ResponseReturnValue:
    """Write the plan; an earlier one ends with it."""
    form = read_form(PlanCheckInsRequest)
    refuse_unknown(form)
    if not form.is_valid:
        return again("coordination/check_in_plan.html", **_seen(person_id, form))
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.plan", identity, Person, person_id)
        plan_anew(session, person_id, form.data, by=identity, now=desk().clock())
        return url_for("coordination.check_in_plan", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        about = glance_at(session, person_id, on=current_reader().today)
        shown([person_id])
        return standing_values(about, find_live_plan(session, person_id))

    said = N_("The plan stands. The next check-in is shown below.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)


@blueprint.post("/check-in-plans/<uuid:plan_id>/pause")
@permits("check_in.change")
def pause_plan(plan_id: UUID) -> ResponseReturnValue:
    """Pause from a day until another; it goes on by itself."""
    form = read_form(PauseCheckInsRequest)
    first, last = form.data.get("paused_from"), form.data.get("paused_until")
    if first and last and last <= first:
        form.refuse("paused_until", "ends_before_it_begins")
    if not form.is_valid:
        with reading() as session:
            refuse_unless(session, "check_in.change", current_identity(), CheckInPlan, plan_id)
            person_id = plan_by_id(session, plan_id).person_id
        return again("coordination/check_in_plan.html", **_seen(person_id, pause=form))
    return _change(plan_id, form, pauses=True)


@blueprint.post("/check-in-plans/<uuid:plan_id>/resume")
@permits("check_in.change")
def resume_plan(plan_id: UUID) -> ResponseReturnValue:
    """Go on at once."""
    return _change(plan_id, read_form(ChangePlanRequest), pauses=False)


@blueprint.post("/check-in-plans/<uuid:plan_id>/end")
@permits("check_in.change")
def end_plan(plan_id: UUID) -> ResponseReturnValue:
    """Stop asking; a check-in that waits for its answer is still followed to its end."""
    form, identity = read_form(ChangePlanRequest), current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.change", identity, CheckInPlan, plan_id)
        row = hold_plan(session, plan_id)
        expect_version(row, form.data.get("version") or 0)
        stop_check_ins(
            session,
            person_id=row.person_id,
            by=identity,
            now=desk().clock(),
        )
        return url_for("coordination.check_in_plan", person_id=row.person_id)

    return act_once(identity, act, said=N_("They are not asked any more."))


def _change(plan_id: UUID, form: Form, *, pauses: bool) -> Response:
    """Pause or go on, if nobody else has changed the plan since it was read."""
    identity, data = current_identity(), form.data

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.change", identity, CheckInPlan, plan_id)
        row = hold_plan(session, plan_id)
        expect_version(row, data.get("version") or 0)
        pause_check_ins(
            session,
            plan_id=plan_id,
            paused_from=data.get("paused_from") if pauses else None,
            paused_until=data.get("paused_until") if pauses else None,
            by=identity,
            now=desk().clock(),
        )
        return url_for("coordination.check_in_plan", person_id=row.person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        row = plan_by_id(session, plan_id)
        shown([row.person_id])
        standing = {name: getattr(row, name) for name in PAUSE_LABELS}
        return {**standing, "version": row.version}

    return act_once(
        identity,
        act,
        said=N_("Paused.") if pauses else N_("They are asked again from now on."),
        form=form if pauses else None,
        theirs=theirs,
        labels=PAUSE_LABELS,
    )


def _is_paused(plan: CheckInPlan | None, today: date) -> bool:
    """Whether a pause stands that is not over, also one that lies ahead."""
    if plan is None or plan.paused_from is None:
        return False
    return plan.paused_until is None or plan.paused_until > today


def _seen(person_id: UUID, form: Form | None = None, pause: Form | None = None) -> dict[str, Any]:
    """Read the plan for this reader, and note whom it shows."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "check_in.plan", current_identity(), Person, person_id)
        about = glance_at(session, person_id, on=today)
        standing = find_live_plan(session, person_id)
        slots = slots_of_person(session, person_id)
        agrees = ConsentPurpose.CHECK_INS in agrees_to(session, person_id, today)
        ladders = [] if standing else first_ladders(session, about.person)
        questions = offered_questions(session, about, standing)
        no_keyholder = finds_no_keyholder(session, about, standing)
        wants_another_way = is_waiting_for_a_way(session, standing, on=today)
        holds_again = standing is not None and standing.rests_for_death
    shown([person_id])
    return {
        "about": about,
        "plan": standing,
        "way": way_of(standing.asked_by, standing.channel) if standing else None,
        "is_paused": _is_paused(standing, today),
        "gave_way": not_over(pauses_read(standing.gave_way), today) if standing else (),
        "holds_again": holds_again,
        "wants_another_way": wants_another_way,
        "no_keyholder": no_keyholder,
        "slots": slots,
        "agrees": agrees,
        "form": form or blank_form(standing_values(about, standing)),
        "pause": pause or blank_form(),
        **whom_to_ask(about, standing),
        "channels": offered_ways(),
        "zones": offered_zones(standing),
        "only_calls": Channel.SMS not in channels(),
        "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in languages()],
        "questions": questions,
        "ladders": ladders,
        "steps": ladder_of(standing) if standing else (),
        "weekdays": [(code, current_reader().say(WORDS[code])) for code in WEEKDAYS],
    }
