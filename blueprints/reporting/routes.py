"""Public pages: the way in, the report, its code, and what became of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, request, url_for

from hopecare.domain.identity import SystemActor
from hopecare.domain.public_reports import A_WHILE
from hopecare.domain.reports import ReportDoor
from hopecare.errors import NotFoundError, TooManyTriesError
from hopecare.extensions import desk
from hopecare.language import languages
from hopecare.language.report_words import SIGNS, TOLD_TO_REPORTER
from hopecare.queries.duty import has_rota
from hopecare.queries.reports import find_report_by_code
from hopecare.services.let_in_report import let_in_report
from hopecare.services.report_need import report_need
from hopecare.web.acts import act_once, operation_key
from hopecare.web.districts import district_choices, refuse_other_places
from hopecare.web.forms import blank_form, read_form
from hopecare.web.language import (
    LANGUAGE_COOKIE,
    current_language,
    current_reader,
    keep_language,
    speak,
)
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.refusals import status_of
from hopecare.web.requests.report_need import LONGEST_WORDS, ReportFor, ReportNeedRequest, told_from
from hopecare.web.scopes import reading
from hopecare.web.town import current_town, find_current_town, other_towns
from hopecare.web.visitors import visitor_codes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

blueprint = Blueprint("reporting", __name__, template_folder="templates")
PUBLIC_PAGE = SystemActor(name="public_page")


@blueprint.get("/")
@permits("page.read")
def home() -> ResponseReturnValue:
    """Show the two doors."""
    has_town = find_current_town() is not None
    return page("reporting/home.html", has_town=has_town, others=other_towns())


@blueprint.get("/report")
@permits("report.make")
def report() -> ResponseReturnValue:
    """Ask what somebody wants to tell us."""
    about = request.args.get("about", "")
    return _report_page(blank_form({"about": about if about in set(ReportFor) else "neighbour"}))


@blueprint.post("/report")
@permits("report.make")
def send_report() -> ResponseReturnValue:
    """Take the report in and give its code."""
    if LANGUAGE_COOKIE in request.form:
        return _in_another_language(request.form[LANGUAGE_COOKIE])
    form = refuse_other_places(read_form(ReportNeedRequest))
    if not form.is_valid:
        return _report_page(form)
    try:
        return act_once(PUBLIC_PAGE, partial(_take_in, form))
    except TooManyTriesError:
        phone = current_reader().phone(current_town().office_phone)
        answer = make_response(_report_page(form.refuse("_flood", "too_many_reports", phone=phone)))
        answer.status_code = status_of(TooManyTriesError)
        return answer


@blueprint.get("/report/<code>/thanks")
@permits("report.follow")
def thanks(code: str) -> ResponseReturnValue:
    """Give the code and say what happens next."""
    with reading() as session:
        found = find_report_by_code(session, code)
        if found is None:
            raise NotFoundError(kind="report")
        is_named = has_rota(
            session,
            town_id=found.town_id,
            centre_id=found.centre_id,
            at=desk().clock(),
            anywhere=True,
        )
    return page("reporting/thanks.html", report=found, is_named=is_named)


@blueprint.get("/follow")
@permits("report.follow")
def follow() -> ResponseReturnValue:
    """Say what became of a report, to whoever has its code."""
    typed = request.args.get("code", "").strip()[:20]
    form = blank_form({"code": typed})
    if not typed:
        return page("reporting/follow.html", form=form, report=None)
    with reading() as session:
        found = find_report_by_code(session, typed)
    if found is None:
        return again("reporting/follow.html", form=form.refuse("code", "code_unknown"), report=None)
    told = TOLD_TO_REPORTER[found.status]
    return page("reporting/follow.html", form=form, report=found, told=told)


def _take_in(form: Form, session: Session) -> str:
    told = told_from(form.data, language=current_language())
    town_id, now = current_town().id, desk().clock()
    visitor = visitor_codes(now, now - A_WHILE)
    if visitor:
        let_in_report(session, told, visitor=visitor, key=operation_key(), town_id=town_id, now=now)
    made = report_need(
        session, told, town_id=town_id, door=ReportDoor.PAGE, by=PUBLIC_PAGE, now=now
    )
    return url_for("reporting.thanks", code=made.code)


def _in_another_language(chosen: str) -> ResponseReturnValue:
    """Show the page again with what was typed; nothing is checked yet, and nothing is kept."""
    form = read_form(ReportNeedRequest)
    form.errors.clear()
    if chosen not in languages():
        return _report_page(form)
    speak(chosen)
    answer = make_response(_report_page(form))
    keep_language(answer, chosen)
    return answer


def _report_page(form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    return show(
        "reporting/report.html",
        form=form,
        areas=district_choices(),
        signs=[(str(code), current_reader().say(words)) for code, words in SIGNS.items()],
        is_self=form.value("about") == ReportFor.MYSELF,
        longest=LONGEST_WORDS,
    )
