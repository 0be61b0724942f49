"""The button on every page that changes its language."""

from __future__ import annotations

from flask import Blueprint, Response, request

from hopecare.extensions import desk
from hopecare.language import languages
from hopecare.web.language import LANGUAGE_COOKIE
from hopecare.web.pages import go, local_path
from hopecare.web.permits import public

A_YEAR_S = 31_536_000
blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@public
def change_language() -> Response:
    """Remember the chosen language on this device and show the page again in it."""
    answer = go(local_path(request.form.get("next")) or "/")
    chosen = request.form.get("language", "")
    if chosen in languages():
        answer.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=A_YEAR_S,
            samesite="Lax",
            secure=desk().settings.is_production,
        )
    return answer
