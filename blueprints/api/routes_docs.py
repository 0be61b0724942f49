"""The readable page of the API: made by ourselves from the description, for whoever programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, url_for

from blueprints.api.door import blueprint
from blueprints.api.problems import REASONS
from blueprints.api.reading_page import operations_by_noun
from hopecare.extensions import desk
from hopecare.language.scope_words import scope_choices
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.permits import permits

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@permits("api.describe")
def docs() -> ResponseReturnValue:
    """Show every operation, with what it takes, what it answers and how to ask it."""
    settings = desk().settings
    return page(
        "api/docs.html",
        nouns=operations_by_noun(settings.public_base_url),
        reasons=REASONS,
        scopes=scope_choices(current_reader()),
        rate=settings.api_per_minute,
        description=url_for("api-docs.openapi_json"),
    )


# A page for people: it is no operation of the API, so the description does not name it.
Blueprint.add_url_rule(blueprint, "/docs", "docs", docs)
