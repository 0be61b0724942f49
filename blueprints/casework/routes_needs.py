"""Needs: writing down what is needed, and asking neighbours with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.ask_words import reasons, rule_findings, walks_to, weekday_choices
from blueprints.casework.door import blueprint
from hopecare.domain.asking import lapses_at
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.people import GenderWish
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.proposal_caps import caps_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.visibility import refuse_unless
from hopecare.services.add_need import add_need
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.change_need import change_need
from hopecare.services.end_need import end_need
from hopecare.travel import WaysFrom
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.ask_neighbours import AskNeighboursRequest, wave_from
from hopecare.web.requests.need import (
    LABELS,
    ChangeNeedRequest,
    CheckWish,
    HomeFact,
    NeedRequest,
    wish_from,
)
from hopecare.web.requests.volunteer import language_choices
from hopecare.web.scopes import reading
from models import Case, Need

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/cases/<uuid:case_id>/needs/new")
@permits("need.add")
def add_need_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what is needed."""
    values = {
        "rhythm": NeedRhythm.ONCE,
        "from_on": current_reader().today,
        "minutes": 30,
        "people_needed": 1,
        "gender_wish": GenderWish.NONE,
        "check_level": CheckWish.NONE,
    }
    return _need_page(case_id, None, blank_form(values))


@blueprint.post("/cases/<uuid:case_id>/needs/new")
@permits("need.add")
def add_need_act(case_id: UUID) -> ResponseReturnValue:
    """Write the need into the case."""
    form, identity, now = read_form(NeedRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _need_page(case_id, None, form)

    def act(session: Session) -> str:
        refuse_unless(session, "need.add", identity, Case, case_id)
        case = case_by_id(session, case_id, alone=True)
        add_need(session, case, wish_from(form.data), by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    return act_once(identity, act, said=N_("The need is written down."), form=form)


@blueprint.get("/needs/<uuid:need_id>")
@permits("need.change")
def change_need_form(need_id: UUID) -> ResponseReturnValue:
    """Show a need to be changed."""
    with reading() as session:
        refuse_unless(session, "need.change", current_identity(), Need, need_id)
        need = need_by_id(session, need_id)
    return _need_page(need.case_id, need, blank_form(_values_of(need)))


@blueprint.post("/needs/<uuid:need_id>")
@permits("need.change")
def change_need_act(need_id: UUID) -> ResponseReturnValue:
    """Write the change, unless somebody else was first."""
    form, identity, now = read_form(ChangeNeedRequest), current_identity(), desk().clock()
    if not form.is_valid:
        with reading() as session:
            need = need_by_id(session, need_id)
        return _need_page(need.case_id, need, form)

    def act(session: Session) -> str:
        refuse_unless(session, "need.change", identity, Need, need_id)
        changed = change_need(
            session,
            need_id=need_id,
            version=form.data["version"],
            wish=wish_from(form.data),
            by=identity,
            now=now,
        )
        return url_for("casework.case", case_id=changed.case_id)

    def theirs(session: Session) -> Mapping[str, object]:
        need = need_by_id(session, need_id)
        return {**_values_of(need), "version": need.version}

    return act_once(
        identity,
        act,
        said=N_("The change is kept."),
        form=form,
        theirs=theirs,
        labels=LABELS,
    )


@blueprint.post("/needs/<uuid:need_id>/met")
@permits("need.end")
def meet_need(need_id: UUID) -> ResponseReturnValue:
    """Say that the help was given."""
    return _end(need_id, is_met=True)


@blueprint.post("/needs/<uuid:need_id>/end")
@permits("need.end")
def end_need_act(need_id: UUID) -> ResponseReturnValue:
    """Say that the help is not needed any more."""
    return _end(need_id, is_met=False)


def _end(need_id: UUID, *, is_met: bool) -> ResponseReturnValue:
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "need.end", identity, Need, need_id)
        need = end_need(session, need_id=need_id, is_met=is_met, by=identity, now=now)
        return url_for("casework.case", case_id=need.case_id)

    return act_once(identity, act, said=N_("It is written down."))


@blueprint.get("/needs/<uuid:need_id>/ask")
@permits("offer.make")
def ask(need_id: UUID) -> ResponseReturnValue:
    """Show who may be asked, best placed first, and what stopped the others."""
    return _ask_page(need_id, None)


@blueprint.post("/needs/<uuid:need_id>/ask")
@permits("offer.make")
def ask_act(need_id: UUID) -> ResponseReturnValue:
    """Ask the volunteers who were ticked."""
    form, identity, now = read_form(AskNeighboursRequest), current_identity(), desk().clock()
    if form.is_valid and not form.data["helper_ids"]:
        form.refuse("helper_ids", "choose_one")
    if not form.is_valid:
        return _ask_page(need_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Need, need_id)
        wave = wave_from(form.data)
        ask_neighbours(session, need_id=need_id, wave=wave, by=identity, now=now)
        case_id = need_by_id(session, need_id).case_id
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("The neighbours are asked."), form=form)
    except InvalidInputError as error:
        return _ask_page(need_id, form.refuse_all(error))


def _ask_page(need_id: UUID, form: Form | None) -> ResponseReturnValue:
    now, reader = desk().clock(), current_reader()
    with reading() as session:
        refuse_unless(session, "offer.make", current_identity(), Need, need_id)
        need = need_by_id(session, need_id)
        case = case_by_id(session, need.case_id)
        resident = person_by_id(session, case.resident_id)
        lookup = candidates_for(session, need, now=now)
        caps = caps_of(session, case, need, [each.helper_id for each in lookup.choosable], now=now)
        policy = asking_policy(session, case, now=now)
        until = lapses_at(policy, quiet_hours(session, case.town_id, now=now), now=now)
    walks, rest_on = walks_to(lookup, desk().travel)
    least_missed = min((each.missed for each in lookup.choosable), default=None)
    suggested = [each.helper_id for each in lookup.first_to_ask(policy.asked_at_once, but=caps)]
    shown([resident.id, *(each.helper_id for each in lookup.candidates)])
    show = page if form is None else again
    return show(
        "casework/ask.html",
        form=form or blank_form({"helper_ids": suggested}),
        need=need,
        case=case,
        resident=resident,
        lookup=lookup,
        policy=policy,
        until=until,
        reasons=lambda candidate: reasons(
            candidate,
            need,
            reader,
            is_centroid=lookup.is_centroid,
            walk=walks.get(candidate.helper_id),
            cap=caps.get(candidate.helper_id),
            least_missed=least_missed if candidate.may_be_chosen else None,
        ),
        no_ways=rest_on is WaysFrom.NO_ANSWER,
        findings=rule_findings(lookup, reader),
    )


def _need_page(case_id: UUID, need: Need | None, form: Form) -> ResponseReturnValue:
    permission = "need.change" if need else "need.add"
    with reading() as session:
        refuse_unless(session, permission, current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
        held = active_tasks_of_need(session, need.id) if need else ()
        helpers = [person_by_id(session, task.helper_id) for task in held]
    shown([resident.id, *(helper.id for helper in helpers)])
    show = page if form.is_valid else again
    reader = current_reader()
    return show(
        "casework/need.html",
        form=form,
        need=need,
        case=case,
        resident=resident,
        helpers=helpers,
        NeedKind=NeedKind,
        NeedRhythm=NeedRhythm,
        GenderWish=GenderWish,
        HomeFact=HomeFact,
        languages=language_choices(reader),
        weekdays=weekday_choices(reader),
    )


def _values_of(need: Need) -> Mapping[str, object]:
    """What stands in the form of a need that is changed."""
    return {
        "kind": need.kind,
        "rhythm": need.rhythm,
        "from_on": need.from_on,
        "until_on": need.until_on,
        "weekdays": need.weekdays,
        "starts_at": need.starts_at.strftime("%H:%M") if need.starts_at else None,
        "minutes": need.minutes,
        "people_needed": need.people_needed,
        "language": need.language,
        "language_required": need.language_required,
        "gender_wish": need.gender_wish,
        "check_level": need.check_level,
        "flags": need.flags,
        "words": need.words,
    }
