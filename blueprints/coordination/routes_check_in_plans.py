"""How one resident wishes to be asked how they are: plan, pause, go on, end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import select

from blueprints.coordination.door import blueprint
from hopecare.domain.channel_profiles import profile_named
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.domain.send_gate import night_ends
from hopecare.errors import StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_, languages
from hopecare.queries.check_in_board import find_live_plan, slots_of_person
from hopecare.queries.check_ins import plan_by_id
from hopecare.queries.people_at_a_glance import Glance, glance_at
from hopecare.queries.visibility import refuse_unless
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.stop_check_ins import stop_check_ins
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
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
    LadderName,
    PauseCheckInsRequest,
    PlanCheckInsRequest,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Case, CheckInPlan, Person, Town
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    _refuse_unknown(form)
    if not form.is_valid:
        return again("coordination/check_in_plan.html", **_seen(person_id, form))
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.plan", identity, Person, person_id)
        _expect_standing(find_live_plan(session, person_id), form.data)
        case_id = session.scalar(_case_of(person_id))
        wish = _wish(form.data, case_id)
        plan_check_ins(session, person_id=person_id, wish=wish, by=identity, now=desk().clock())
        return url_for("coordination.check_in_plan", person_id=person_id)

    def theirs(session: Session) -> Mapping[str, object]:
        about = glance_at(session, person_id, on=current_reader().today)
        shown([person_id])
        return _standing_values(about, find_live_plan(session, person_id))

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
        row = plan_by_id(session, plan_id)
        expect_version(row, form.data.get("version") or 0)
        stop_check_ins(
            session,
            person_id=row.person_id,
            with_ladders=False,
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
        row = plan_by_id(session, plan_id)
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


def _expect_standing(standing: CheckInPlan | None, data: dict[str, Any]) -> None:
    """Refuse to replace another plan than the one that was read; a change is a plan anew."""
    if (standing.id if standing else None) != data["plan_id"]:
        raise StaleVersionError(kind="CheckInPlan", version=standing.version if standing else 0)
    if standing is not None:
        expect_version(standing, data["version"] or 0)


def _wish(data: dict[str, Any], case_id: UUID | None) -> CheckInWish:
    carer_id = data["asked_person_id"]
    return CheckInWish(
        local_time=data["local_time"],
        weekdays=tuple(day for day in WEEKDAYS if day in data["weekdays"]),
        channel=data["channel"],
        language=data["language"],
        case_id=case_id,
        asked_person_id=carer_id,
        answer_of=AnswererKind.EITHER if carer_id else AnswererKind.RESIDENT,
        ladder=data["ladder"].value,
    )


def _case_of(person_id: UUID) -> Any:  # noqa: ANN401  a select of one column
    """The newest case that is not closed: its timeline shows the check-ins."""
    return (
        select(Case.id)
        .where(Case.resident_id == person_id, Case.closed_at.is_(None))
        .order_by(Case.opened_at.desc(), Case.id)
        .limit(1)
    )


def _refuse_unknown(form: Form) -> None:
    """Only what this town's network and our languages can do."""
    if form.data.get("channel") and form.data["channel"] not in _channels():
        form.refuse("channel", "not_a_choice")
    if form.data.get("language") and form.data["language"] not in languages():
        form.refuse("language", "not_a_choice")
    if form.data.get("local_time"):
        _refuse_night(form)


def _refuse_night(form: Form) -> None:
    """A question at night would never be asked: say so now, not when it has come to nothing."""
    reader = current_reader()
    with reading() as session:
        town = session.get_one(Town, current_town().id)
        profile = profile_of_town(session, town, on=reader.today)
    wished = datetime.combine(reader.today, form.data["local_time"], ZoneInfo(town.zone))
    if night_ends(wished, profile) is not None:
        starts, ends = reader.clock(profile.quiet_until), reader.clock(profile.quiet_from)
        form.refuse("local_time", "at_night", starts=starts, ends=ends)


def _channels() -> list[Channel]:
    """The ways by which an answer can come back in this town."""
    profile = profile_named(current_town().channel_profile)
    by_text = profile.resident_reply_way is ReplyWay.SMS
    return [each for each in profile.channels if each is Channel.VOICE or by_text]


def _seen(person_id: UUID, form: Form | None = None, pause: Form | None = None) -> dict[str, Any]:
    """Read the plan for this reader, and note whom it shows."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "check_in.plan", current_identity(), Person, person_id)
        about = glance_at(session, person_id, on=today)
        standing = find_live_plan(session, person_id)
        slots = slots_of_person(session, person_id)
        agrees = ConsentPurpose.CHECK_INS in agrees_to(session, person_id, today)
    shown([person_id])
    is_paused = (
        standing is not None
        and standing.paused_from is not None
        and (standing.paused_until is None or standing.paused_until > today)
    )
    return {
        "about": about,
        "plan": standing,
        "is_paused": is_paused,
        "slots": slots,
        "agrees": agrees,
        "form": form or blank_form(_standing_values(about, standing)),
        "pause": pause or blank_form(),
        "carers": _carers(about),
        "channels": [(each.value, current_reader().label(each)) for each in _channels()],
        "only_calls": Channel.SMS not in _channels(),
        "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in languages()],
        "ladders": [(each.value, current_reader().say(WORDS[each.value])) for each in LadderName],
        "weekdays": [(code, current_reader().say(WORDS[code])) for code in WEEKDAYS],
    }


def _standing_values(about: Glance, standing: CheckInPlan | None) -> dict[str, object]:
    """What stands in the form at first: the plan, or what most people choose."""
    if standing is None:
        return {
            "weekdays": list(WEEKDAYS),
            "local_time": "10:00",
            "channel": _channels()[0].value,
            "language": about.person.language,
            "ladder": LadderName.DEFAULT.value,
            "plan_id": None,
            "version": None,
        }
    return {
        "weekdays": list(standing.weekdays),
        "local_time": f"{standing.local_time:%H:%M}",
        "channel": standing.channel.value,
        "language": standing.language,
        "ladder": standing.ladder,
        "asked_person_id": str(standing.asked_person_id or ""),
        "plan_id": standing.id,
        "version": standing.version,
    }


def _carers(about: Glance) -> list[tuple[str, str]]:
    return [
        (str(each.person.id), each.person.full_name)
        for each in about.others
        if each.contact.kind is OtherContactKind.CARER
    ]
