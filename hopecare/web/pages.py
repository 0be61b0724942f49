"""Answers in HTML: a page, the same page again with what is wrong, a word for the next page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, flash, make_response, redirect, render_template

from hopecare.web.language import current_reader


def page(template: str, /, **values: Any) -> Response:  # noqa: ANN401  a template takes anything
    """Render a page."""
    return make_response(render_template(template, **values))


def again(template: str, /, **values: Any) -> Response:  # noqa: ANN401  a template takes anything
    """Render a form's page again, with its refusals beside the fields."""
    answer = page(template, **values)
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def said(sentence: str, tone: str = "good", **values: object) -> None:
    """Say a marked sentence at the top of the next page."""
    flash(current_reader().say(sentence, **values), tone)


def go(path: str) -> Response:
    """Send the reader on after an act."""
    answer: Response = make_response(redirect(path, code=HTTPStatus.SEE_OTHER))
    return answer


def local_path(path: str | None) -> str | None:
    """Give the path if it stays on this site, else None."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    return None if any(ord(sign) < ord(" ") for sign in path) else path
