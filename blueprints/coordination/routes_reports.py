"""Triage: the list, one report with whom it may be about, and what staff decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import REPORT, ReportEvent, allowed_events
from hopecare.domain.urgency import TriageAnswer, TriageCode, Urgency, judge_urgency
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import LIKENESSES, SIGNS
from hopecare.queries.areas import centres
from hopecare.queries.places import area_name, called_in
from hopecare.queries.report_views import report_view
from hopecare.queries.reports import report_by_id, reporter_of
from hopecare.queries.visibility import refuse_unless
from hopecare.services.join_report import join_report
from hopecare.services.keep_apart import keep_apart
from hopecare.services.note_try import Try, note_try
from hopecare.services.reopen_report import reopen_report
from hopecare.services.set_report_aside import ASK_AGAIN_AFTER, SETS_ASIDE, Aside, set_report_aside
from hopecare.services.take_up_report import take_up_report
from hopecare.services.undo_join_report import undo_join_report
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_language, current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.reports import REPORTS
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.triage import JoinRequest, SetAsideRequest, TryRequest, Waits
from hopecare.web.scopes import reading
from hopecare.web.timeline_lines import shown_lines
from hopecare.web.timeline_pages import pages_around, place_asked
from models import Person, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

WAITS = {
    Waits.NOW: N_("Waiting now"),
    Waits.PARKED: N_("Put aside until a day"),
    Waits.ALL: N_("All"),
}


@blueprint.get("/triage")
@permits("report.read")
def triage() -> ResponseReturnValue:
    """Show what came in, the urgent first."""
    reader = current_reader()
    waits = [(str(code), reader.say(words)) for code, words in WAITS.items()]
    return show_listing(
        REPORTS,
        template="coordination/triage.html",
        areas=district_choices(),
        waits=waits,
        Urgency=Urgency,
    )


@blueprint.get("/reports/<uuid:report_id>")
@permits("report.read")
def report(report_id: UUID) -> ResponseReturnValue:
    """Show one report."""
    return _report_page(report_id, blank_form())


@blueprint.get("/reports/<uuid:report_id>/reporter")
@permits("report.read_reporter")
def reporter(report_id: UUID) -> ResponseReturnValue:
    """Show who told us: a protected record, and every look at it is written down."""
    with reading() as session:
        refuse_unless(session, "report.read_reporter", current_identity(), Report, report_id)
        found = report_by_id(session, report_id)
        told_by = reporter_of(session, report_id)
    # The reporter is no person of ours: the look is logged under the report's own key.
    shown([report_id])
    return page("coordination/reporter.html", report=found, reporter=told_by)


@blueprint.post("/reports/<uuid:report_id>/take-up")
@permits("report.take")
def take_up(report_id: UUID) -> ResponseReturnValue:
    """Say that the reader looks after it from now on."""
    return _act(report_id, "report.take", take_up_report, said=N_("You look after it now."))


@blueprint.post("/reports/<uuid:report_id>/reopen")
@permits("report.change")
def reopen(report_id: UUID) -> ResponseReturnValue:
    """Open a report again."""
    return _act(report_id, "report.change", reopen_report, said=N_("The report is open again."))


@blueprint.post("/reports/<uuid:report_id>/undo-join")
@permits("report.join")
def undo_join(report_id: UUID) -> ResponseReturnValue:
    """Take a report back from a resident."""
    said = N_("Undone: the report waits in triage again.")
    return _act(report_id, "report.join", undo_join_report, said=said)


@blueprint.post("/reports/<uuid:report_id>/join")
@permits("report.join")
def join(report_id: UUID) -> ResponseReturnValue:
    """Let the report belong to a resident who is known."""
    form, identity, now = read_form(JoinRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _report_page(report_id, form)

    def act(session: Session) -> str:
        resident_id = form.data["resident_id"]
        refuse_unless(session, "report.join", identity, Report, report_id)
        refuse_unless(session, "resident.read", identity, Person, resident_id)
        join_report(session, report_id=report_id, resident_id=resident_id, by=identity, now=now)
        return url_for("coordination.report", report_id=report_id)

    return act_once(identity, act, said=N_("Joined. It can be undone on this page."))


@blueprint.post("/reports/<uuid:report_id>/keep-apart")
@permits("report.join")
def keep_report_apart(report_id: UUID) -> ResponseReturnValue:
    """Say that this report is not about a person who looks alike."""
    form, identity, now = read_form(JoinRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _report_page(report_id, form)

    def act(session: Session) -> str:
        person_id = form.data["resident_id"]
        refuse_unless(session, "report.join", identity, Report, report_id)
        refuse_unless(session, "resident.read", identity, Person, person_id)
        keep_apart(session, person_id=person_id, report_id=report_id, by=identity, now=now)
        return url_for("coordination.report", report_id=report_id)

    return act_once(identity, act, said=N_("Kept apart. They can still be joined on this page."))


@blueprint.post("/reports/<uuid:report_id>/tries")
@permits("report.change")
def try_to_reach(report_id: UUID) -> ResponseReturnValue:
    """Write one try down."""
    form, identity, now = read_form(TryRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _report_page(report_id, form)

    tried = Try(
        direction=form.data["direction"],
        outcome=form.data["outcome"],
        words=form.data["note"],
        next_try_on=form.data["next_try_on"],
    )

    def act(session: Session) -> str:
        refuse_unless(session, "report.change", identity, Report, report_id)
        note_try(session, report_id=report_id, tried=tried, by=identity, now=now)
        return url_for("coordination.report", report_id=report_id)

    return act_once(identity, act, said=N_("The try is written down."))


@blueprint.get("/reports/<uuid:report_id>/aside")
@permits("report.close")
def aside(report_id: UUID) -> ResponseReturnValue:
    """Ask why the report is set aside."""
    again_on = current_reader().today + ASK_AGAIN_AFTER
    return _aside_page(report_id, blank_form({"again_on": again_on}))


@blueprint.post("/reports/<uuid:report_id>/aside")
@permits("report.close")
def set_aside(report_id: UUID) -> ResponseReturnValue:
    """Set the report aside."""
    form, identity, now = read_form(SetAsideRequest), current_identity(), desk().clock()
    if form.is_valid and form.data["event"] not in SETS_ASIDE:
        form.refuse("event", "not_a_choice")
    if not form.is_valid:
        return _aside_page(report_id, form)
    wish = Aside(**form.data)

    def act(session: Session) -> str:
        refuse_unless(session, "report.close", identity, Report, report_id)
        set_report_aside(session, report_id=report_id, aside=wish, by=identity, now=now)
        moved = wish.event is ReportEvent.MOVED_AWAY
        return url_for("coordination.triage" if moved else "coordination.report", **_key(moved))

    def _key(moved: bool) -> dict[str, Any]:  # noqa: FBT001  one of two addresses
        return {} if moved else {"report_id": report_id}

    try:
        return act_once(identity, act, said=N_("The report is set aside."))
    except InvalidInputError as error:
        return _aside_page(report_id, form.refuse_all(error))


def _act(
    report_id: UUID, permission: str, verb: Callable[..., Report], *, said: str
) -> ResponseReturnValue:
    """Do one plain thing to a report."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, permission, identity, Report, report_id)
        verb(session, report_id=report_id, by=identity, now=now)
        return url_for("coordination.report", report_id=report_id)

    return act_once(identity, act, said=said)


def _report_page(report_id: UUID, form: Form) -> ResponseReturnValue:
    reader, identity = current_reader(), current_identity()
    with reading() as session:
        refuse_unless(session, "report.read", identity, Report, report_id)
        view = report_view(session, report_id, identity=identity, before=place_asked())
    people = [hit.person.id for hit in view.people if hit.person]
    shown([view.report.resident_id or report_id, *people])
    show = page if form.is_valid else again
    return show(
        "coordination/report.html",
        form=form,
        view=view,
        report=view.report,
        area=area_name(view.area, language=current_language()),
        reasons=_reasons(view.report),
        likenesses=LIKENESSES,
        lines=shown_lines(view.lines, reader),
        pages=pages_around(view.lines.older),
        can=set(allowed_events(REPORT, view.report.status)),
        Event=ReportEvent,
        CallDirection=CallDirection,
        CallOutcome=CallOutcome,
    )


def _reasons(report: Report) -> list[tuple[Urgency, str]]:
    """Say which answers made it urgent."""
    answers = {TriageCode(code): TriageAnswer(said) for code, said in report.answers.items()}
    return [(each.urgency, SIGNS[each.code]) for each in judge_urgency(answers).reasons]


def _aside_page(report_id: UUID, form: Form) -> ResponseReturnValue:
    reader, identity = current_reader(), current_identity()
    with reading() as session:
        refuse_unless(session, "report.close", identity, Report, report_id)
        found = report_by_id(session, report_id)
        others = [each for each in centres(session) if each.id != found.centre_id]
    # As long as it is nobody's of ours, the look stands under the report's own key.
    shown([found.resident_id or found.id])
    can = set(allowed_events(REPORT, found.status))
    show = page if form.is_valid else again
    return show(
        "coordination/aside.html",
        form=form,
        report=found,
        events=[(str(each), reader.label(each)) for each in SETS_ASIDE if each in can],
        centres=[(each.id, called_in(each, reader.language)) for each in others],
    )
