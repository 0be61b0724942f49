"""A report taken at the telephone or the desk, in the same words as on the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import request, url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.told_in_call import told_in_call
from hopecare.domain.calls import CallerPart
from hopecare.domain.reports import ReportDoor
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import LIKENESSES, SIGNS
from hopecare.queries.duplicates import (
    PersonHit,
    find_duplicates,
    traces_of_name,
    traces_of_report,
)
from hopecare.queries.residents import find_phone
from hopecare.queries.search_terms import phone_index
from hopecare.queries.visibility import refuse_unless
from hopecare.services.keep_apart import keep_apart
from hopecare.services.report_need import report_need
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices, refuse_other_places
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.report_need import (
    LONGEST_WORDS,
    ReportFor,
    TakeReportRequest,
    told_from,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Person, Report

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

ABOUT = {
    ReportFor.NEIGHBOUR: N_("About somebody else"),
    ReportFor.MYSELF: N_("The caller needs help"),
}
LONGEST_TYPED = 60


@blueprint.get("/reports/new")
@permits("report.take")
def take_report() -> ResponseReturnValue:
    """Ask what the caller tells; a number or a name comes along from the telephone page."""
    known: dict[str, object] = {
        name: request.args.get(name, "")[:LONGEST_TYPED] for name in ("phone", "name")
    }
    call_id = request.args.get("call_id", type=UUID)
    if call_id is not None:
        part = request.args.get("part", CallerPart.NEEDS_HELP, type=CallerPart)
        known |= told_in_call(call_id, part, about_id=request.args.get("about_id", type=UUID))
    return _page(blank_form({"about": ReportFor.MYSELF, **known}))


@blueprint.post("/reports/new")
@permits("report.take")
def take_report_act() -> ResponseReturnValue:
    """Take the report in."""
    form = refuse_other_places(read_form(TakeReportRequest))
    identity, now = current_identity(), desk().clock()
    if not form.is_valid:
        return _page(form)

    def act(session: Session) -> str:
        told = told_from(form.data, language=current_language())
        if told.resident_id is not None:
            refuse_unless(session, "resident.read", identity, Person, told.resident_id)
        made = report_need(
            session, told, town_id=identity.town_id, door=ReportDoor.PHONE, by=identity, now=now
        )
        _keep_apart(session, made, form)
        return url_for("coordination.report", report_id=made.id)

    return act_once(identity, act, said=N_("The report is in triage."))


def _keep_apart(session: Session, report: Report, form: Form) -> None:
    """Keep the report apart from everybody who looks alike, where staff say so."""
    if form.data["resident_id"] is not None or not form.data["apart"]:
        return
    identity, now = current_identity(), desk().clock()
    traces = traces_of_report(session, report)
    for hit in find_duplicates(session, traces, identity=identity):
        if hit.person is not None:
            apart = {"person_id": hit.person.id, "report_id": report.id}
            keep_apart(session, **apart, by=identity, now=now)


def _perhaps_known(form: Form) -> list[PersonHit]:
    """Who may be meant, by the name and the number that stand in the form."""
    number = find_phone(form.value("phone"), current_town().country)
    if number is None and not form.value("name"):
        return []
    index = phone_index(number.e164) if number else None
    with reading() as session:
        traces = traces_of_name(form.value("name"), phone=index)
        return find_duplicates(session, traces, identity=current_identity())


def _page(form: Form) -> ResponseReturnValue:
    reader = current_reader()
    hits = _perhaps_known(form)
    shown([hit.person.id for hit in hits if hit.person])
    show = page if form.is_valid else again
    return show(
        "coordination/take_report.html",
        form=form,
        areas=district_choices(),
        about=[(str(code), reader.say(words)) for code, words in ABOUT.items()],
        signs=[(str(code), reader.say(words)) for code, words in SIGNS.items()],
        longest=LONGEST_WORDS,
        hits=hits,
        likenesses=LIKENESSES,
    )
