"""A report taken at the telephone or the desk, in the same words as on the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.reports import ReportDoor
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import SIGNS
from hopecare.services.report_need import report_need
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
    known = {name: request.args.get(name, "")[:LONGEST_TYPED] for name in ("phone", "name")}
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
        made = report_need(
            session, told, town_id=identity.town_id, door=ReportDoor.PHONE, by=identity, now=now
        )
        return url_for("coordination.report", report_id=made.id)

    return act_once(identity, act, said=N_("The report is in triage."))


def _page(form: Form) -> ResponseReturnValue:
    reader = current_reader()
    show = page if form.is_valid else again
    return show(
        "coordination/take_report.html",
        form=form,
        areas=district_choices(),
        about=[(str(code), reader.say(words)) for code, words in ABOUT.items()],
        signs=[(str(code), reader.say(words)) for code, words in SIGNS.items()],
        longest=LONGEST_WORDS,
    )
