"""The page for our own failures: it needs no database, so it works when nothing else does."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, make_response, render_template, request

from hopecare.language import SOURCE_LANGUAGE, languages, translator
from hopecare.web.language import LANGUAGE_COOKIE
from hopecare.web.refusal_words import WORDS_OF_STATUS


def failure_page() -> Response:
    """Say that it is our fault, in the language the browser names."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    asked = request.accept_languages.best_match(languages()) or SOURCE_LANGUAGE
    language = chosen if chosen in languages() else asked
    words = WORDS_OF_STATUS[HTTPStatus.INTERNAL_SERVER_ERROR]
    say = translator(language)
    body = render_template(
        "errors/failure.html",
        language_code=language,
        title=say.gettext(words.title),
        next_step=say.gettext(words.next_step),
    )
    return make_response(body, HTTPStatus.INTERNAL_SERVER_ERROR)
