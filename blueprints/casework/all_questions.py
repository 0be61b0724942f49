"""All questions on one page, whichever door leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.casework.assessing import said_answer
from blueprints.casework.assessment_words import HOW_KNOWN, rows_of, sections_of
from hopecare.language.answer_cards import programme_choices
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    MOST_ROWS,
    TO,
    HowKnown,
    facts_from,
)

if TYPE_CHECKING:
    from flask import Response

    from blueprints.casework.assessing import Asked
    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.web.forms import Form


def whole_page(
    pack: Pack,
    asked: Asked,
    form: Form,
    answer: Answer | None,
    *,
    rows: int,
    is_answer: bool = False,
) -> Response:
    """Show the form; with `is_answer`, what it comes to stands above it."""
    language = current_language()
    listed = next(iter(pack.lists.values()))
    is_shown = is_answer and answer is not None
    facts = facts_from(pack, form.data) if form.data else asked.facts
    names = asked.names(pack, facts, current_reader().today)
    said = said_answer(answer, pack, names) if answer is not None else {}
    show = page if form.is_valid else again
    return show(
        "casework/assessment_form.html",
        form=form,
        resident=asked.resident,
        may_keep=asked.may_keep,
        has_earlier=asked.has_earlier,
        sections=sections_of(pack, answer, language),
        rows=rows_of(pack, listed, rows, language, names),
        row_count=rows,
        has_room=rows < MOST_ROWS,
        is_shown=is_shown,
        hows=_hows,
        rules_day=form.data.get("on"),
        BETWEEN=HowKnown.BETWEEN.value,
        TO=TO,
        programmes=programme_choices(pack, language),
        HOW=HOW,
        BECAUSE=BECAUSE,
        **said,
    )


def _hows(standing: str) -> list[tuple[str, str]]:
    """Offer how exact a number may be; two limits only where two were given."""
    say, between = current_reader().say, HowKnown.BETWEEN
    return [
        (how.value, say(said))
        for how, said in HOW_KNOWN.items()
        if how is not between or standing == between.value
    ]
