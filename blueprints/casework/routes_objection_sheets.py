"""The draft of an objection, to be printed and signed: of an application, and of a referral."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from markupsafe import Markup

from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from blueprints.casework.routes_applications import PRINT, application_values
from blueprints.casework.sheet_languages import language_of_sheet, sheet_links
from hopecare.domain.clocks import ClockKind
from hopecare.queries.answer_day_calls import find_last_day
from hopecare.queries.contested_decisions import decision_of, find_contestable
from hopecare.queries.places import find_household
from hopecare.queries.referral_packets import sent_view
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.legal_clocks import country_clocks
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader, spoken
from hopecare.web.listings.applications import programme_said
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Referral

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from models import Application, Person

SHEET = "casework/objection_sheet.html"


@blueprint.get("/applications/<uuid:application_id>/objection/sheet")
@permits(PRINT)
def objection_sheet(application_id: UUID) -> ResponseReturnValue:
    """Show the draft of an objection, to be printed and signed, in the language asked for."""
    values = application_values(application_id, PRINT)
    row: Application = values["application"]
    clock = values["view"].clock
    with reading() as session:
        decided = decision_of(session, row)
    is_last_day = clock is not None and clock.kind is ClockKind.OBJECTION
    article = {
        "resident": values["resident"],
        "home": values["home"],
        "referred": values["referred"],
        "handed_in_on": row.submitted_on,
        "decided": decided,
        "their_words": row.decision_words,
        "object_by": clock.due_on if is_last_day else None,
    }
    back = url_for("casework.application", application_id=application_id)
    address = url_for("casework.objection_sheet", application_id=application_id)
    return _page(article, back, address, lambda: programme_said(row, current_reader()))


@blueprint.get("/referrals/<uuid:referral_id>/objection/sheet")
@permits("referral.print")
def referral_objection_sheet(referral_id: UUID) -> ResponseReturnValue:
    """Show the same against what an office decided about a referral; to the office that did."""
    with reading() as session:
        refuse_unless(session, "referral.print", current_identity(), Referral, referral_id)
        view = sent_view(session, referral_id)
        row = view.referral
        resident = person_by_id(session, row.person_id)
        last_day = find_last_day(session, row.id)
        article = {
            "resident": resident,
            "home": find_household(session, resident.id),
            "referred": view,
            "handed_in_on": None,
            "decided": find_contestable(session, row),
            "their_words": row.answer_words,
            "object_by": last_day.due_on if last_day else None,
        }
    shown([resident.id])
    back = url_for("casework.referral", referral_id=referral_id)
    address = url_for("casework.referral_objection_sheet", referral_id=referral_id)
    return _page(article, back, address, lambda: named(view.service, current_reader()))


def _page(
    article: dict[str, Any], back: str, address: str, programme: Callable[[], str]
) -> ResponseReturnValue:
    """Around the draft; `programme` is asked in the language of the draft."""
    resident: Person = article["resident"]
    language = language_of_sheet(resident)
    may_object = article["decided"] is not None
    return page(
        SHEET,
        article=_article(article, language, programme) if may_object else None,
        article_language=language,
        sheet_links=sheet_links(address),
        resident=resident,
        back=back,
    )


def _article(values: dict[str, Any], language: str, programme: Callable[[], str]) -> Markup:
    """The draft itself, said in one language whoever prints it."""
    resident: Person = values["resident"]
    born = date.fromisoformat(resident.birth_on) if resident.birth_on else None
    with spoken(language):
        reader = current_reader()
        rule = country_clocks(reader.country).rule(ClockKind.OBJECTION, reader.today)
        return Markup(  # noqa: S704  a template of ours has escaped it
            render_template(
                "casework/_objection.html",
                born=born,
                programme=programme(),
                rule=rule,
                article_language=language,
                **values,
            )
        )
