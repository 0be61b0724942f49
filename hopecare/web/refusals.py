"""Refusals at the door: each kind has a status, a friendly page, and a problem for machines."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Response, jsonify, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from hopecare import errors
from hopecare.errors import (
    HopecareError,
    InvalidInputError,
    MergedRecordError,
    SignInNeededError,
)
from hopecare.web.failure_page import failure_page
from hopecare.web.identity import find_current_identity
from hopecare.web.kept_forms import sign_in_page
from hopecare.web.language import current_reader
from hopecare.web.pages import page
from hopecare.web.refusal_words import WORDS_OF_REASON, WORDS_OF_STATUS, Words

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

log = logging.getLogger(__name__)

MACHINE_PATHS: Final = ("/api/", "/webhooks/")
STATUS_OF: Final[dict[type[HopecareError], HTTPStatus]] = {
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.NotPermittedError: HTTPStatus.FORBIDDEN,
    errors.SignInNeededError: HTTPStatus.UNAUTHORIZED,
    errors.SignInRefusedError: HTTPStatus.UNAUTHORIZED,
    errors.TooManyTriesError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.RateLimitedError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.MoveNotAllowedError: HTTPStatus.CONFLICT,
    errors.DayHasPassedError: HTTPStatus.CONFLICT,
    errors.ElsewhereThenError: HTTPStatus.CONFLICT,
    errors.StaleVersionError: HTTPStatus.CONFLICT,
    errors.OperationConflictError: HTTPStatus.CONFLICT,
    errors.AlreadyTakenError: HTTPStatus.CONFLICT,
    errors.NoConsentError: HTTPStatus.CONFLICT,
    errors.OtherOfficeError: HTTPStatus.CONFLICT,
    errors.UnsafeContactError: HTTPStatus.CONFLICT,
    errors.WordingsUnseenError: HTTPStatus.CONFLICT,
    errors.MergedRecordError: HTTPStatus.CONFLICT,
    errors.MergeRefusedError: HTTPStatus.CONFLICT,
    errors.SpeaksAgainstError: HTTPStatus.CONFLICT,
    errors.AskCapacityFirstError: HTTPStatus.CONFLICT,
    errors.LinkExpiredError: HTTPStatus.GONE,
    errors.InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FileNotAcceptedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LinesRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DirectoryNotAcceptedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DirectoryChangedError: HTTPStatus.CONFLICT,
    errors.DirectoryUploadOverError: HTTPStatus.CONFLICT,
    errors.PhoneRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ExpressionRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PackRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ProfileRefusedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NoRulesOnDateError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ProviderSilentError: HTTPStatus.BAD_GATEWAY,
    errors.NoFontError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SettingsMissingError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ScopeMissingError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ScopeCrossedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ReadOnlySessionError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.KeyUnknownError: HTTPStatus.INTERNAL_SERVER_ERROR,
    HopecareError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(kind: type[HopecareError]) -> HTTPStatus:
    """Give the status of a kind of refusal."""
    return STATUS_OF[kind]


def handle_refusals(app: Flask) -> None:
    """Answer every refusal of ours, every one of HTTP's, and every failure."""
    app.register_error_handler(CSRFError, _refuse_unsigned_form)
    app.register_error_handler(SignInNeededError, _ask_to_sign_in)
    app.register_error_handler(MergedRecordError, _lead_on)
    app.register_error_handler(HopecareError, _refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _fail)


def is_machine() -> bool:
    """Say whether a program asks, not a person with a browser."""
    return request.path.startswith(MACHINE_PATHS)


def problem(status: int, reason: str, fields: dict[str, list[str]] | None = None) -> Response:
    """Make the one envelope of refusals for machines (RFC 9457)."""
    answer = jsonify(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        reason=reason,
        **({"errors": fields} if fields else {}),
    )
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer


def _refuse(error: HopecareError) -> ResponseReturnValue:
    status = STATUS_OF.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("refused by a failure", extra={"reason": error.reason}, exc_info=error)
    if is_machine():
        return problem(status, error.reason, _places(error))
    return _page(status, WORDS_OF_REASON.get(error.reason))


def _places(error: HopecareError) -> dict[str, list[str]] | None:
    """Say where each mistake of a request stands: by field, or by line of what was sent."""
    if isinstance(error, InvalidInputError):
        return error.fields
    if isinstance(error, errors.NotPermittedError) and "scope" in error.facts:
        return {"_scope": [str(error.facts["scope"])]}
    if isinstance(error, errors.SpeaksAgainstError):
        return {"despite": error.findings}
    built_on = error.facts.get("what")
    if isinstance(error, errors.MoveNotAllowedError) and isinstance(built_on, list):
        return {"decision": [str(each) for each in built_on]}
    if isinstance(error, errors.FileNotAcceptedError):
        line = error.facts.get("line")
        return {"body" if line is None else f"body:{line}": [str(error.facts.get("problem"))]}
    return None


def _refuse_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # a redirect of the router
    status = HTTPStatus(error.code)
    if is_machine():
        data = getattr(error, "data", None) or {}
        answer = problem(status, status.name.lower(), data.get("messages"))
    else:
        answer = _page(status, None)
    answer.headers.extend(
        (name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
    )
    return answer


def _fail(error: Exception) -> ResponseReturnValue:
    """Say that it is our fault, without asking the database anything more."""
    original = getattr(error, "original_exception", None) or error
    log.error("request failed", extra={"endpoint": request.endpoint}, exc_info=original)
    if is_machine():
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failed")
    return failure_page()


def _refuse_unsigned_form(error: CSRFError) -> ResponseReturnValue:
    """A lapsed sign-in often takes the form's own token with it: keep what was written."""
    if not is_machine() and find_current_identity() is None and _is_own_page():
        return sign_in_page()
    return _refuse_http(error)


def _ask_to_sign_in(error: SignInNeededError) -> ResponseReturnValue:
    if is_machine():
        return _refuse(error)
    if request.method in {"GET", "HEAD"}:
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=wanted), code=HTTPStatus.SEE_OTHER)
    return sign_in_page()


def _lead_on(error: MergedRecordError) -> ResponseReturnValue:
    """Lead a reader to the person's page; an act on the merged record is refused."""
    if is_machine() or request.method not in {"GET", "HEAD"}:
        return _refuse(error)
    target = url_for("casework.resident", person_id=error.facts["kept_id"])
    return redirect(target, code=HTTPStatus.SEE_OTHER)


def _is_own_page() -> bool:
    """Whether the form came from one of our pages, as far as the browser says."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def _page(status: HTTPStatus, words: Words | None) -> Response:
    found = words or WORDS_OF_STATUS.get(status, WORDS_OF_STATUS[HTTPStatus.BAD_REQUEST])
    reader = current_reader()
    answer = page(
        "errors/refusal.html",
        title=reader.say(found.title),
        next_step=reader.say(found.next_step),
        status=int(status),
        leads_to=found.leads_to,
    )
    answer.status_code = status
    return answer
