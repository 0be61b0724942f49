"""What was given, what other bodies bring, and the same help twice on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.aid_words import double_line
from blueprints.casework.ask_words import weekday_choices
from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.aid import AidKind, AidMistake, DoubleEnd, ToldBy
from hopecare.domain.needs import NeedKind
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.aid import aid_of_case, aid_taken_back, sums_by_source
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import live_needs_of_case
from hopecare.queries.other_helps import cases_with_doubles, other_help_by_id
from hopecare.queries.referrals import standing_organisations
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.end_other_help import end_other_help
from hopecare.services.note_other_help import note_other_help
from hopecare.services.record_aid import record_aid
from hopecare.services.settle_double_help import settle_double_help
from hopecare.services.take_back_aid import take_back_aid
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.aid import AID
from hopecare.web.need_times import when_needed
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.other_help import (
    EndOtherHelpRequest,
    OtherHelpRequest,
    SettleDoubleHelpRequest,
    help_seen,
)
from hopecare.web.requests.record_aid import RecordAidRequest, TakeBackAidRequest, aid_from
from hopecare.web.scopes import reading
from models import AidGiven, Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/cases/<uuid:case_id>/given")
@permits("aid.read")
def given(case_id: UUID) -> ResponseReturnValue:
    """Show what was given, by where it came from: each sum above the rows it is made of."""
    with reading() as session:
        refuse_unless(session, "aid.read", current_identity(), Case, case_id)
        found = case_by_id(session, case_id)
        resident = person_by_id(session, found.resident_id)
        values = {
            "case": found,
            "resident": resident,
            "sums": sums_by_source(aid_of_case(session, case_id)),
            "taken_back": aid_taken_back(session, case_id),
        }
    shown([resident.id])
    return page("casework/given.html", mistakes=list(AidMistake), **values)


@blueprint.post("/aid/<uuid:aid_id>/take-back")
@permits("aid.give")
def take_back_aid_act(aid_id: UUID) -> ResponseReturnValue:
    """Take back what was written down by mistake; what is right is written down anew."""
    form, identity, now = read_form(TakeBackAidRequest), current_identity(), desk().clock()
    if not form.is_valid:
        raise InvalidInputError({"mistake": ["not_a_choice"]})

    def act(session: Session) -> str:
        refuse_unless(session, "aid.give", identity, AidGiven, aid_id)
        mistake: AidMistake = form.data["mistake"]
        given = take_back_aid(session, aid_id=aid_id, mistake=mistake, by=identity, now=now)
        if mistake is AidMistake.WRITTEN_WRONG:
            return url_for("casework.record_aid_form", case_id=given.case_id)
        return url_for("casework.given", case_id=given.case_id)

    said = N_("It is taken back: it counts nowhere any more.")
    return act_once(identity, act, said=said, form=form)


@blueprint.get("/cases/<uuid:case_id>/aid")
@permits("aid.give")
def record_aid_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what was given."""
    form = blank_form({"given_on": current_reader().today, "kind": AidKind.GOODS})
    return _aid_page(case_id, form)


@blueprint.post("/cases/<uuid:case_id>/aid")
@permits("aid.give")
def record_aid_act(case_id: UUID) -> ResponseReturnValue:
    """Write down what was given; a need that is met by it ends."""
    form, identity, now = read_form(RecordAidRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _aid_page(case_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "aid.give", identity, Case, case_id)
        aid = aid_from(form.data)
        record_aid(session, case_id=case_id, aid=aid, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("It is written down."), form=form)
    except InvalidInputError as error:
        return _aid_page(case_id, form.refuse_all(error))


@blueprint.get("/cases/<uuid:case_id>/other-help")
@permits("other_help.note")
def other_help_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what another body brings."""
    today = current_reader().today
    return _other_help_page(case_id, blank_form({"from_on": today, "told_on": today}))


@blueprint.post("/cases/<uuid:case_id>/other-help")
@permits("other_help.note")
def other_help_act(case_id: UUID) -> ResponseReturnValue:
    """Write down what another body brings."""
    form, identity, now = read_form(OtherHelpRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _other_help_page(case_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "other_help.note", identity, Case, case_id)
        seen = help_seen(form.data)
        note_other_help(session, case_id=case_id, seen=seen, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("It is written down."), form=form)
    except InvalidInputError as error:
        return _other_help_page(case_id, form.refuse_all(error))


@blueprint.post("/other-helps/<uuid:help_id>/end")
@permits("other_help.note")
def end_other_help_act(help_id: UUID) -> ResponseReturnValue:
    """Write down that it does not come any more."""
    form, identity, now = read_form(EndOtherHelpRequest), current_identity(), desk().clock()

    def act(session: Session) -> str:
        case_id = other_help_by_id(session, help_id).case_id
        refuse_unless(session, "other_help.note", identity, Case, case_id)
        version = form.data.get("version", 0)
        end_other_help(session, help_id=help_id, version=version, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    return act_once(identity, act, said=N_("It is written down."))


@blueprint.post("/cases/<uuid:case_id>/double-help")
@permits("other_help.note")
def settle_double_help_act(case_id: UUID) -> ResponseReturnValue:
    """Keep what somebody said of two helps that come on the same days."""
    form, identity, now = read_form(SettleDoubleHelpRequest), current_identity(), desk().clock()
    if not form.is_valid:
        raise InvalidInputError({"settled_as": ["not_a_choice"]})
    pair = (form.data["one_id"], form.data["other_id"])

    def act(session: Session) -> str:
        refuse_unless(session, "other_help.note", identity, Case, case_id)
        settled_as: DoubleEnd = form.data["settled_as"]
        settle_double_help(
            session, case_id=case_id, pair=pair, settled_as=settled_as, by=identity, now=now
        )
        return url_for("casework.case", case_id=case_id)

    return act_once(identity, act, said=N_("It is written down."))


@blueprint.get("/aid")
@permits("aid.read")
def aid_given() -> ResponseReturnValue:
    """List what was given over all cases, the newest first."""
    return show_listing(AID, template="casework/aid_given.html", AidKind=AidKind)


@blueprint.get("/cases/double-help")
@permits("other_help.note")
def double_helps() -> ResponseReturnValue:
    """List the cases in which the same help comes twice on one day, for whoever cares for them."""
    reader = current_reader()
    with reading() as session:
        found = cases_with_doubles(session, current_identity(), reader.today)
    shown([person.id for each in found for person in (each.resident, *each.at_home.values())])
    return page(
        "casework/double_helps.html",
        found=found,
        line=lambda double, at_home: double_line(double, at_home, reader),
    )


def _aid_page(case_id: UUID, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    values = _case_values(case_id, "aid.give")
    with reading() as session:
        needs = live_needs_of_case(session, case_id)
    show = page if form.is_valid else again
    named_needs = [
        (str(each.id), f"{reader.label(each.kind)} · {when_needed(each)}") for each in needs
    ]
    return show("casework/record_aid.html", form=form, needs=named_needs, AidKind=AidKind, **values)


def _other_help_page(case_id: UUID, form: Form) -> ResponseReturnValue:
    values = _case_values(case_id, "other_help.note")
    show = page if form.is_valid else again
    return show(
        "casework/other_help.html",
        form=form,
        NeedKind=NeedKind,
        ToldBy=ToldBy,
        weekdays=weekday_choices(current_reader()),
        **values,
    )


def _case_values(case_id: UUID, permission: str) -> Mapping[str, object]:
    """The case, its resident, and the bodies of the directory that still stand."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, permission, current_identity(), Case, case_id)
        found = case_by_id(session, case_id)
        resident = person_by_id(session, found.resident_id)
        bodies = standing_organisations(session, on=reader.today)
    shown([resident.id])
    return {
        "case": found,
        "resident": resident,
        "bodies": [(str(each.id), named(each, reader)) for each in bodies],
    }
