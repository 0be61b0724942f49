"""The button on every page that changes its language."""

from __future__ import annotations

from flask import Blueprint, Response, request

from hopecare.language import languages
from hopecare.web.language import keep_language
from hopecare.web.pages import go, local_path
from hopecare.web.permits import public

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@public
def change_language() -> Response:
    """Remember the chosen language on this device and show the page again in it."""
    answer = go(local_path(request.form.get("next")) or "/")
    chosen = request.form.get("language", "")
    if chosen in languages():
        keep_language(answer, chosen)
    return answer
