"""Alerts: the list, one alert with what was done already, who takes it, how it ended."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.predicates import in_centre
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.alert_ends import ends_to_choose
from hopecare.language.cost_words import month_cost_words
from hopecare.queries.alert_links import links_of_alert
from hopecare.queries.alert_pages import alert_view
from hopecare.queries.areas import districts
from hopecare.queries.town_days import local_day
from hopecare.queries.visibility import refuse_unless, subject_of
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.end_alert import end_alert as end_one
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.alerts import ALERTS
from hopecare.web.pages import again, page, said
from hopecare.web.permits import insist, permits
from hopecare.web.requests.alerts import EndAlertRequest
from hopecare.web.scopes import reading
from models import Alert, Centre, Town
from notifications.costs import month_cost

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.cost_cap import MonthCost

RECORD_DEATH = N_("Written down. Please record the death on the resident's page as well.")
LEAVE_DEATH = N_("Written down. Please tell their own centre: it records the death.")
ENDED = N_("The alert has ended. Thank you.")
ENDED_BEFORE = N_("The alert had ended already. The first end stands.")


@blueprint.get("/alerts")
@permits("alert.read")
def alerts() -> ResponseReturnValue:
    """List the alerts, those nobody has taken up first."""
    with reading() as session:
        areas = districts(session)
    return show_listing(
        ALERTS,
        "coordination/alerts.html",
        areas=areas,
        AlertStatus=AlertStatus,
        AlertKind=AlertKind,
    )


@blueprint.get("/alerts/<uuid:alert_id>")
@permits("alert.read")
def alert(alert_id: UUID) -> ResponseReturnValue:
    """Show one alert: who, why, and what was done already."""
    return page("coordination/alert.html", **_seen(alert_id, blank_form()))


@blueprint.post("/alerts/<uuid:alert_id>/take")
@permits("alert.acknowledge")
def take_alert(alert_id: UUID) -> ResponseReturnValue:
    """Say that I look at it; whoever comes second sees who was first."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "alert.acknowledge", identity, Alert, alert_id)
        acknowledge_alert(session, alert_id=alert_id, by=identity, now=desk().clock())
        return url_for("coordination.alert", alert_id=alert_id)

    return act_once(identity, act)


@blueprint.post("/alerts/<uuid:alert_id>/end")
@permits("alert.resolve")
def end_alert(alert_id: UUID) -> ResponseReturnValue:
    """Say how it ended; the check-in behind it ends with it."""
    form = read_form(EndAlertRequest)
    if not form.is_valid:
        return again("coordination/alert.html", **_seen(alert_id, form))
    identity, ended_by, now = current_identity(), form.data["ended_by"], desk().clock()
    how = {"ended_by": ended_by, "note": form.data["note"]}
    words = ENDED

    def act(session: Session) -> str:
        nonlocal words
        refuse_unless(session, "alert.resolve", identity, Alert, alert_id)
        ended = end_one(session, alert_id=alert_id, **how, by=identity, now=now)
        words = _words_of(session, ended, ended_by, now)
        return url_for("coordination.alert", alert_id=alert_id)

    try:
        answer = act_once(identity, act)
    except InvalidInputError as error:
        return again("coordination/alert.html", **_seen(alert_id, form.refuse_all(error)))
    said(words)
    return answer


def _words_of(session: Session, ended: Alert, ended_by: AlertEnd, now: datetime) -> str:
    """Say what its end came to, and what is still to be done, by whom."""
    if (ended.ended_by, ended.resolved_at) != (ended_by, now):
        return ENDED_BEFORE
    if ended_by is not AlertEnd.HAS_DIED:
        return ENDED
    subject = subject_of(session, Alert, ended.id)
    return RECORD_DEATH if in_centre(current_identity(), subject) else LEAVE_DEATH


def _seen(alert_id: UUID, form: Form) -> dict[str, object]:
    """Read the alert for this reader, and note whom it shows."""
    identity = current_identity()
    with reading() as session:
        subject = subject_of(session, Alert, alert_id)
        insist("alert.read", subject)
        view = alert_view(session, alert_id, on=current_reader().today)
        links = links_of_alert(session, identity, view)
        centre = session.get(Centre, view.alert.centre_id) if view.alert.centre_id else None
        costs = _month_cost(session, view.alert) if view.alert.kind is AlertKind.COST_CAP else None
    about = view.about
    shown([view.alert.person_id, *((each.person.id for each in about.others) if about else ())])
    return {
        "view": view,
        "links": links,
        "centre": centre,
        "is_elsewhere": not in_centre(identity, subject),
        "form": form,
        "ends": ends_to_choose(view.alert.kind, current_reader()),
        "cost_lines": month_cost_words(costs, current_reader()) if costs else [],
    }


def _month_cost(session: Session, alert: Alert) -> MonthCost:
    """The month the alert is about: this one as it stands, an earlier one to its end."""
    raised_on, today = local_day(session, alert.town_id, alert.raised_at), current_reader().today
    last = raised_on.replace(day=monthrange(raised_on.year, raised_on.month)[1])
    return month_cost(session, session.get_one(Town, alert.town_id), on=min(today, last))
