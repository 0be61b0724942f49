"""Referrals: the list, making one with what is shared in view, and one referral with its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, url_for
from markupsafe import Markup

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import (
    Sheet,
    born_on,
    find_reasons,
    named,
    said_older,
    service_choices,
)
from blueprints.casework.sheet_languages import language_of_sheet, sheet_links
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import RefusalReason
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.referral_sheets import shared_facts
from hopecare.queries.referrals import (
    bridging_needs,
    find_sharing_consent,
    open_services,
    organisations,
    referral_view,
)
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.visibility import refuse_unless
from hopecare.services.refer import refer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader, spoken
from hopecare.web.listing import show_listing
from hopecare.web.listings.referrals import REFERRALS, WHICH
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.refer import ReferQuery, ReferRequest
from hopecare.web.scopes import reading
from models import Case, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.referral_sheets import SharedFacts
    from hopecare.queries.referrals import ReferralView
    from hopecare.web.forms import Form
    from models import Organisation, Service

SEND = "send"


@blueprint.get("/referrals")
@permits("referral.read")
def referrals() -> ResponseReturnValue:
    """List what was referred, the answer due first."""
    reader = current_reader()
    with reading() as session:
        agencies = [(str(each.id), named(each, reader)) for each in organisations(session)]
    return show_listing(
        REFERRALS,
        template="casework/referrals.html",
        agencies=agencies,
        which=[(str(each), reader.say(words)) for each, words in WHICH.items()],
    )


@blueprint.get("/cases/<uuid:case_id>/refer")
@permits("referral.make")
def refer_form(case_id: UUID) -> ResponseReturnValue:
    """Choose a service; where one fits the programme, show at once what it would be told."""
    wanted = read_query(ReferQuery).data
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        services = open_services(session, on=current_reader().today)
    fitting = _fitting(services, wanted)
    chosen: dict[str, object] = {
        "service_id": fitting,
        "assessment_id": wanted.get("assessment_id"),
        "with_reasons": wanted.get("assessment_id") is not None,
    }
    form = blank_form(chosen)
    form.data = chosen
    return _refer_page(case_id, form)


@blueprint.post("/cases/<uuid:case_id>/refer")
@permits("referral.make")
def refer_act(case_id: UUID) -> ResponseReturnValue:
    """Show exactly what would be shared, or send it."""
    form, identity, now = read_form(ReferRequest), current_identity(), desk().clock()
    data = form.data
    if not form.is_valid or data["do"] != SEND:
        return _refer_page(case_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "referral.make", identity, Case, case_id)
        made = refer(
            session,
            case_id=case_id,
            service_id=data["service_id"],
            assessment_id=data["assessment_id"] if data["with_reasons"] else None,
            words=data["words"],
            by=identity,
            now=now,
        )
        return url_for("casework.referral", referral_id=made.id)

    try:
        return act_once(identity, act, said=N_("Referred. Now print the sheet."), form=form)
    except InvalidInputError as error:
        return _refer_page(case_id, form.refuse_all(error))


@blueprint.get("/referrals/<uuid:referral_id>")
@permits("referral.read")
def referral(referral_id: UUID) -> ResponseReturnValue:
    """Show one referral: how it stands, what came of it, and what to do next."""
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "referral.read", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        row = view.referral
        resident = person_by_id(session, row.person_id)
        consent = find_sharing_consent(session, row.person_id, on=today)
        bridges = bridging_needs(session, referral_id)
    shown([resident.id])
    return page(
        "casework/referral.html",
        view=view,
        referral=row,
        resident=resident,
        consent=consent,
        bridges=bridges,
        is_late=view.is_late(today),
        **_where(view),
    )


@blueprint.get("/referrals/<uuid:referral_id>/sheet")
@permits("referral.print")
def referral_sheet(referral_id: UUID) -> ResponseReturnValue:
    """Show the sheet in the resident's language or the one asked for; empty without consent."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        view = referral_view(session, referral_id)
        row = view.referral
        shared = shared_facts(
            session, row.case_id, assessment_id=row.assessment_id, on=reader.today
        )
    shown([row.person_id])
    language = language_of_sheet(shared.resident)
    may_show = shared.consent is not None and row.status is not ReferralStatus.WITHDRAWN
    return page(
        "casework/referral_sheet.html",
        view=view,
        referral=row,
        article=_article(view, shared, language) if may_show else None,
        article_language=language,
        sheet_links=sheet_links(url_for("casework.referral_sheet", referral_id=referral_id)),
        **_where(view),
    )


def _article(view: ReferralView, shared: SharedFacts, language: str) -> Markup:
    """The sheet itself, said in one language whoever prints it."""
    with spoken(language):
        return Markup(  # noqa: S704  a template of ours has escaped it
            render_template(
                "casework/_sheet_article.html",
                sheet=_sheet_of(view, shared),
                RefusalReason=RefusalReason,
                article_language=language,
            )
        )


def _refer_page(case_id: UUID, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        services = open_services(session, on=reader.today)
        chosen = form.data.get("assessment_id") if form.data.get("with_reasons") else None
        shared = shared_facts(session, case_id, assessment_id=chosen, on=reader.today)
        latest = find_standing(session, shared.resident.id, reader.today)
    shown([shared.resident.id])
    show = page if form.is_valid else again
    return show(
        "casework/refer.html",
        form=form,
        case=shared.case,
        resident=shared.resident,
        consent=shared.consent,
        latest=latest,
        services=service_choices(services, reader),
        sheet=_preview(form, services, shared) if form.is_valid else None,
    )


def _preview(
    form: Form, services: list[tuple[Service, Organisation]], shared: SharedFacts
) -> Sheet | None:
    """Show the sheet as it would be; None where no service is chosen or nothing may be shared."""
    chosen = next((each for each in services if each[0].id == form.data.get("service_id")), None)
    if chosen is None or shared.consent is None:
        return None
    return Sheet(
        shared=shared,
        service=chosen[0],
        organisation=chosen[1],
        words=form.data.get("words"),
        card=find_reasons(shared, chosen[0], current_reader()),
        born_on=born_on(shared),
        older=said_older(shared, current_reader()),
    )


def _sheet_of(view: ReferralView, shared: SharedFacts) -> Sheet:
    row = view.referral
    return Sheet(
        shared=shared,
        service=view.service,
        organisation=view.organisation,
        words=row.words,
        card=find_reasons(shared, view.service, current_reader()),
        born_on=born_on(shared),
        older=said_older(shared, current_reader()),
        code=row.code,
        made_at=row.made_at,
        answer_due_on=row.answer_due_on,
    )


def _fitting(
    services: list[tuple[Service, Organisation]], wanted: dict[str, object]
) -> UUID | None:
    """Choose the service that was named, or the one for the programme."""
    for service, _ in services:
        if wanted.get("service_id") == service.id:
            return service.id
    programme = wanted.get("programme")
    fitting = (service.id for service, _ in services if programme == service.programme)
    return next(fitting, None) if programme else None


def _where(view: ReferralView) -> dict[str, str]:
    reader = current_reader()
    return {
        "service_name": named(view.service, reader),
        "organisation_name": named(view.organisation, reader),
    }
