"""The sheet that a resident takes home from an assessment, in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, url_for
from markupsafe import Markup

from blueprints.casework.door import blueprint
from blueprints.casework.sheet_languages import language_of_sheet, sheet_links
from blueprints.casework.ways import answer_today
from hopecare.domain.resident_sheets import SheetObstacle
from hopecare.language.resident_sheets import sheet_in_words
from hopecare.queries.resident_sheets import sheet_facts
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.country_packs import country_pack
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader, spoken
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Assessment

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.queries.resident_sheets import SheetFacts


@blueprint.get("/assessments/<uuid:assessment_id>/sheet")
@permits("assessment.print")
def resident_sheet(assessment_id: UUID) -> ResponseReturnValue:
    """Show the sheet in the resident's language or the one asked for; empty where it misleads."""
    pack = country_pack(current_town().country)
    with reading() as session:
        refuse_unless(session, "assessment.print", current_identity(), Assessment, assessment_id)
        facts = sheet_facts(session, assessment_id, pack, today=current_reader().today)
    shown([facts.resident.id])
    language = language_of_sheet(facts.resident)
    return page(
        "casework/resident_sheet.html",
        assessment=facts.assessment,
        standing_id=facts.standing_id,
        obstacle=facts.obstacle,
        is_unsafe=facts.is_unsafe,
        SheetObstacle=SheetObstacle,
        article=None if facts.obstacle else _article(facts, pack, language),
        article_language=language,
        sheet_links=sheet_links(url_for("casework.resident_sheet", assessment_id=assessment_id)),
    )


def _article(facts: SheetFacts, pack: Pack, language: str) -> Markup:
    """The sheet itself, said to the resident in one language whoever prints it."""
    answer = answer_today(facts.assessment)
    with spoken(language, to_resident=True):
        return Markup(  # noqa: S704  a template of ours has escaped it
            render_template(
                "casework/_resident_sheet.html",
                sheet=sheet_in_words(answer, facts.facts, facts.watches, pack, current_reader()),
                answer=answer,
                asked_on=facts.assessment.on_date,
                resident=facts.resident,
                centre=facts.centre,
                places=facts.places,
                article_language=language,
            )
        )
