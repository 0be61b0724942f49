"""Applications: begin one, and its page with papers and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.casework.application_words import (
    clock_standing,
    next_step_said,
    referral_choices,
)
from blueprints.casework.ask_words import weekday_choices
from blueprints.casework.door import blueprint
from blueprints.casework.paper_words import paper_lines
from hopecare.domain.applications import NoBridge, usual_bridge
from hopecare.domain.clocks import ClockKind
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.needs import NeedKind
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import programme_choices
from hopecare.queries.applications import application_view, standing_applications
from hopecare.queries.cases import case_by_id
from hopecare.queries.decisions_built_on import find_built_on
from hopecare.queries.outcome_texts import find_application_telling
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.places import find_household
from hopecare.queries.referral_packets import sent_view
from hopecare.queries.referrals import referrals_of_case
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import find_country_pack
from hopecare.reading.legal_clocks import country_clocks
from hopecare.services.open_application import open_application
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.applications import APPLICATIONS, WHICH, programme_said
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.applications import OpenApplicationRequest, application_from
from hopecare.web.requests.refer import ReferQuery
from hopecare.web.scopes import reading
from models import Application, Case

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


PRINT = "application.print"
NEW = "casework/new_application.html"


@blueprint.get("/applications")
@permits("application.read")
def applications() -> ResponseReturnValue:
    """List the applications one may read."""
    reader = current_reader()
    which = [(str(each), reader.say(words)) for each, words in WHICH.items()]
    return show_listing(APPLICATIONS, template="casework/applications.html", which=which)


@blueprint.get("/cases/<uuid:case_id>/applications/new")
@permits("application.change")
def open_application_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what is applied for, and who helps until the decision."""
    asked = read_query(ReferQuery).data
    programme = asked.get("programme")
    values = _new_values(case_id, programme)
    # What is chosen here is written into the case and asked of neighbours: nobody chooses it but
    # whoever writes.
    bridge = None if values["may_be_helped"] else NoBridge.NO_CONSENT
    given = {"programme": programme, "referral_id": asked.get("referral_id"), "bridge": bridge}
    form = blank_form(given)
    usual = current_reader().label(usual_bridge(programme)) if programme else None
    return page(NEW, form=form, usual=usual, **values)


@blueprint.post("/cases/<uuid:case_id>/applications/new")
@permits("application.change")
def open_application_act(case_id: UUID) -> ResponseReturnValue:
    """Begin it: its papers stand as a checklist, and neighbours can be asked."""
    form, identity, now = read_form(OpenApplicationRequest), current_identity(), desk().clock()
    values = _new_values(case_id, form.data.get("programme"))
    if not form.is_valid:
        return again(NEW, form=form, **values)

    def act(session: Session) -> str:
        refuse_unless(session, "application.change", identity, Case, case_id)
        wish = application_from(form.data)
        made = open_application(session, case_id=case_id, wish=wish, by=identity, now=now)
        return url_for("casework.application", application_id=made.id)

    try:
        return act_once(identity, act, said=N_("The application is begun."), form=form)
    except InvalidInputError as error:
        return again(NEW, form=form.refuse_all(error), **values)
    except AlreadyTakenError:
        return again(NEW, form=form.refuse("programme", "applied_already"), **values)


@blueprint.get("/applications/<uuid:application_id>")
@permits("application.read")
def application(application_id: UUID) -> ResponseReturnValue:
    """Show one application: the next step, its day, its papers, and what a refusal starts."""
    reader = current_reader()
    values = application_values(application_id, "application.read")
    view = values["view"]
    with reading() as session:
        telling = find_application_telling(session, view.application, now=desk().clock())
        built_on = find_built_on(session, view.application)
        finders = names_of(session, [each.found_by_id for each in view.papers])
    return page(
        "casework/application.html",
        telling=telling,
        mistakes=list(DecisionMistake),
        built_on=built_on,
        papers=paper_lines(view, reader, finders=finders),
        next_step=next_step_said(view, reader),
        standing=clock_standing(view, reader),
        **values,
    )


def application_values(application_id: UUID, permission: str) -> dict[str, Any]:
    """Everything the pages of one application show, read for who may."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, permission, current_identity(), Application, application_id)
        view = application_view(session, application_id)
        row = view.application
        case = case_by_id(session, row.case_id)
        resident = person_by_id(session, row.person_id)
        referred = sent_view(session, row.referral_id) if row.referral_id else None
        agreed = agrees_to(session, row.person_id, reader.today)
        home = find_household(session, resident.id) if permission == PRINT else None
    shown([resident.id])
    return {
        "view": view,
        "application": row,
        "case": case,
        "resident": resident,
        "referred": referred,
        "home": home,
        "programme": programme_said(row, reader),
        "may_be_helped": ConsentPurpose.PEER_HELP in agreed,
        "clocks": country_clocks(reader.country),
        "ClockKind": ClockKind,
        **bridge_choices(),
    }


def bridge_choices() -> dict[str, Any]:
    """What a neighbour may do until the decision, why nobody has to, and on which days."""
    reader = current_reader()
    return {
        "kinds": [(each.value, reader.label(each)) for each in NeedKind],
        "no_bridge": [(each.value, reader.label(each)) for each in NoBridge],
        "weekdays": weekday_choices(reader),
    }


def _new_values(case_id: UUID, programme: str | None) -> dict[str, Any]:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "application.change", current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
        referrals = referrals_of_case(session, case_id)
        standing = standing_applications(session, case_id)
        agreed = agrees_to(session, case.resident_id, reader.today)
    shown([resident.id])
    return {
        "case": case,
        "resident": resident,
        "referrals": referral_choices(referrals, programme, reader),
        "standing": [(each, programme_said(each, reader)) for each in standing],
        "programmes": programme_choices(find_country_pack(reader.country), reader.language),
        "may_be_helped": ConsentPurpose.PEER_HELP in agreed,
        **bridge_choices(),
    }
