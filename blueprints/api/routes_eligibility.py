"""The rules for other systems: what may be asked, and one household answered. Nothing is kept.

What-if over a population stays a command: its rows and seconds have no honest bound in a request.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from blueprints.api.door import blueprint
from blueprints.api.schemas_eligibility import (
    EXAMPLE,
    HOUSEHOLD,
    AnswerView,
    AssessQuery,
    CountryQuery,
    VocabularyView,
)
from hopecare.domain.eligibility.answering import LARGEST_HOUSEHOLD, answers_for
from hopecare.domain.eligibility.exchange import answer_to_json, vocabulary_to_json
from hopecare.errors import InvalidInputError, SettingsMissingError
from hopecare.reading.country_packs import packs_of_country
from hopecare.reading.json_text import read_json_object
from hopecare.web.permits import permits

if TYPE_CHECKING:
    from hopecare.domain.eligibility.pack import Pack

BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {"application/json": {"schema": HOUSEHOLD, "example": EXAMPLE}},
}


@blueprint.get("/eligibility/facts")
@permits("api.eligibility.ask")
@blueprint.arguments(CountryQuery, location="query")
@blueprint.response(HTTPStatus.OK, VocabularyView)
def eligibility_facts(wanted: dict[str, Any]) -> dict[str, Any]:
    """List what may be asked of a household in a country."""
    return vocabulary_to_json(_packs_of(wanted["country"]))


@blueprint.post("/eligibility/assess")
@permits("api.eligibility.ask")
@blueprint.doc(requestBody=BODY)
@blueprint.arguments(AssessQuery, location="query")
@blueprint.response(HTTPStatus.OK, AnswerView)
def assess_household(wanted: dict[str, Any]) -> dict[str, Any]:
    """Assess one household: who may receive what, and why. Nothing of it is stored."""
    packs = _packs_of(wanted["country"])
    data = read_json_object(_content(), largest=LARGEST_HOUSEHOLD)
    return answer_to_json(answers_for(packs, data, on=wanted["on"]))


def _content() -> bytes:
    """Give what was sent; more than a household could ever be is not even read."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    request.max_content_length = LARGEST_HOUSEHOLD
    return request.get_data()


def _packs_of(country: str) -> list[Pack]:
    try:
        return packs_of_country(country)
    except SettingsMissingError as refusal:
        raise InvalidInputError({"country": ["not_a_choice"]}) from refusal
