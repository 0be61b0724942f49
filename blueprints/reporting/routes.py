"""Public pages: the way in, the report, its code, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from hopecare.domain.identity import SystemActor
from hopecare.domain.reports import ReportDoor
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language.report_words import SIGNS, TOLD_TO_REPORTER
from hopecare.queries.reports import find_report_by_code
from hopecare.services.report_need import report_need
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices, refuse_other_places
from hopecare.web.forms import blank_form, read_form
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.report_need import LONGEST_WORDS, ReportFor, ReportNeedRequest, told_from
from hopecare.web.scopes import reading
from hopecare.web.town import current_town, find_current_town, other_towns

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
    form = refuse_other_places(read_form(ReportNeedRequest))
    if not form.is_valid:
        return _report_page(form)

    def act(session: Session) -> str:
        made = report_need(
            session,
            told_from(form.data, language=current_language()),
            town_id=current_town().id,
            door=ReportDoor.PAGE,
            by=PUBLIC_PAGE,
            now=desk().clock(),
        )
        return url_for("reporting.thanks", code=made.code)

    return act_once(PUBLIC_PAGE, act)


@blueprint.get("/report/<code>/thanks")
@permits("report.follow")
def thanks(code: str) -> ResponseReturnValue:
    """Give the code and say what happens next."""
    with reading() as session:
        found = find_report_by_code(session, code)
    if found is None:
        raise NotFoundError(kind="report")
    return page("reporting/thanks.html", report=found)


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
