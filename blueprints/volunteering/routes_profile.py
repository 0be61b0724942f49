"""What a volunteer says about themself: skills, hours, how far, and when they rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.volunteering.door import blueprint
from blueprints.volunteering.own import own_profile
from blueprints.volunteering.profile_words import open_parts, stands_now
from hopecare.domain.needs import NeedKind
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.tasks import count_held
from hopecare.queries.volunteers import person_by_id, profile_of
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.set_away import set_away
from hopecare.web.acts import act_once, expect_version
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.volunteer import (
    OWN_LABELS,
    AwayRequest,
    OwnProfileRequest,
    holds_more,
    language_choices,
    values_of,
    wish_from,
)
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form
    from models import VolunteerProfile

LONGEST_REST: Final = timedelta(days=730)
"""Whoever rests longer says so anew; most years beyond are a slip of the finger."""


@blueprint.get("/about-me")
@permits("volunteer.change_own")
def profile() -> ResponseReturnValue:
    """Show what I offer, to be changed."""
    with reading() as session:
        own = own_profile(session, "volunteer.change_own")
        values = values_of(own, person_by_id(session, own.person_id))
    return _profile_page(own, blank_form(values))


@blueprint.post("/about-me")
@permits("volunteer.change_own")
def profile_act() -> ResponseReturnValue:
    """Write what I offer."""
    form, identity, now = read_form(OwnProfileRequest), current_identity(), desk().clock()
    with reading() as session:
        own = own_profile(session, "volunteer.change_own")
        held = count_held(session, own.person_id)
    if not form.is_valid:
        return _profile_page(own, form)

    def act(session: Session) -> str:
        change_volunteer(
            session,
            person_id=own_profile(session, "volunteer.change_own").person_id,
            version=form.data["version"],
            wish=wish_from(form.data, answers_by=own.answers_by),
            with_check=False,
            by=identity,
            now=now,
        )
        return url_for("volunteering.home")

    def theirs(session: Session) -> Mapping[str, object]:
        newest = profile_of(session, identity.person_id)
        standing = values_of(newest, person_by_id(session, newest.person_id))
        return {name: standing[name] for name in OWN_LABELS} | {"version": newest.version}

    said = holds_more(form, held) or N_("It is kept. Thank you.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=OWN_LABELS)


@blueprint.post("/duty")
@permits("volunteer.change_own")
def duty_on() -> ResponseReturnValue:
    """Take requests again."""
    return _duty(is_on_duty=True)


@blueprint.post("/rest")
@permits("volunteer.change_own")
def duty_off() -> ResponseReturnValue:
    """Rest until I say otherwise."""
    return _duty(is_on_duty=False)


@blueprint.get("/away")
@permits("volunteer.change_own")
def away_form() -> ResponseReturnValue:
    """Ask until when I rest."""
    with reading() as session:
        own = own_profile(session, "volunteer.change_own")
    return page("volunteering/away.html", form=blank_form(_away_of(own)))


@blueprint.post("/away")
@permits("volunteer.change_own")
def away_act() -> ResponseReturnValue:
    """Rest until a day; then I am asked again by itself."""
    form, identity, now = read_form(AwayRequest), current_identity(), desk().clock()
    until = form.data.get("away_until")
    if form.is_valid and (fault := _wrong_day(until, current_reader().today)):
        form.refuse("away_until", fault)
    if not form.is_valid:
        return again("volunteering/away.html", form=form)

    def act(session: Session) -> str:
        own = own_profile(session, "volunteer.change_own")
        expect_version(own, form.data["version"])
        set_away(
            session,
            person_id=own.person_id,
            is_on_duty=True,
            away_until=until,
            by=identity,
            now=now,
        )
        return url_for("volunteering.home")

    def theirs(session: Session) -> Mapping[str, object]:
        return _away_of(profile_of(session, identity.person_id))

    labels = {"away_until": N_("The first day we may ask you again")}
    said = N_("Have a good rest.")
    return act_once(identity, act, said=said, form=form, theirs=theirs, labels=labels)


def _wrong_day(until: date | None, today: date) -> str | None:
    """Say what is wrong with the first day to be asked again."""
    if until is None:
        return "required"
    if until <= today:
        return "after_today"
    return "date_too_late" if until > today + LONGEST_REST else None


def _away_of(own: VolunteerProfile) -> dict[str, object]:
    return {"away_until": own.away_until, "version": own.version}


def _duty(*, is_on_duty: bool) -> ResponseReturnValue:
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        own = own_profile(session, "volunteer.change_own")
        set_away(
            session,
            person_id=own.person_id,
            is_on_duty=is_on_duty,
            away_until=None,
            by=identity,
            now=now,
        )
        return url_for("volunteering.home")

    said = N_("You take requests again. Thank you.") if is_on_duty else N_("Have a good rest.")
    return act_once(identity, act, said=said)


def _profile_page(own: VolunteerProfile, form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    return show(
        "volunteering/profile.html",
        profile=own,
        form=form,
        NeedKind=NeedKind,
        languages=language_choices(current_reader()),
        now=stands_now(own, current_reader()),
        opened=open_parts(form.errors),
    )
