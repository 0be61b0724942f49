"""Closing a case: how it came out, and what about its people is not settled yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.closing_words import OpenLine, open_lines
from blueprints.casework.door import blueprint
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.case_closing import Closing, closing_of
from hopecare.queries.case_pages import case_view
from hopecare.queries.closing_proposals import (
    asks_second_person,
    find_pending_closing,
    still_open_in,
)
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.visibility import refuse_unless
from hopecare.services.close_case import close_case
from hopecare.services.propose_closing import ClosingWish, propose_closing
from hopecare.services.refuse_closing_alone import refuse_closing_alone
from hopecare.services.refuse_unseen_open import refuse_unseen_open
from hopecare.services.settle_case import settle_case
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.close_case import CloseOrProposeRequest
from hopecare.web.scopes import reading
from models import Alert, Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

CHOOSABLE = [outcome for outcome in CaseOutcome if outcome is not CaseOutcome.DIED]
"""How a case may be closed here; a death is recorded with the person, where everything stops."""

PROPOSED: Final = N_("Proposed. The case closes once a second person has looked at it.")


@blueprint.get("/cases/<uuid:case_id>/close")
@permits("case.close")
def close_case_form(case_id: UUID) -> ResponseReturnValue:
    """Ask how the case came out; an alert somebody has taken ends with it unless they say no.

    One about somebody else of the household is only offered: their day goes on.
    """
    values, closing = _close_values(case_id)
    if values["pending"]:
        return go(url_for("casework.closing", closing_id=values["pending"].id))
    taken = [each.id for each in closing.alerts if _ends_by_itself(each, closing)]
    return page("casework/close_case.html", form=blank_form({"alerts": taken}), **values)


@blueprint.post("/cases/<uuid:case_id>/close")
@permits("case.close")
def close_case_act(case_id: UUID) -> ResponseReturnValue:
    """Close the case with its outcome, or propose it where a second person is to look first."""
    form, identity = read_form(CloseOrProposeRequest), current_identity()
    values, closing = _close_values(case_id)
    _refuse(form, closing)
    if values["crisis"]:
        form.refuse("outcome", "crisis_stands")
    if not form.is_valid:
        return again("casework/close_case.html", form=form, **values)

    def act(session: Session) -> str:
        refuse_unless(session, "case.close", identity, Case, case_id)
        for alert_id in form.data["alerts"]:
            refuse_unless(session, "alert.resolve", identity, Alert, alert_id)
        if values["asks_second"]:
            _propose(session, case_id, form)
        else:
            refuse_closing_alone(session, case_id=case_id, now=desk().clock())
            refuse_unseen_open(session, case_id=case_id, seen_open=form.data["seen_open"])
            _close(session, case_id, form)
        return url_for("casework.case", case_id=case_id)

    said = PROPOSED if values["asks_second"] else N_("The case is closed.")
    try:
        return act_once(identity, act, said=said, form=form)
    except InvalidInputError as error:
        values, _ = _close_values(case_id)
        return again("casework/close_case.html", form=form.refuse_all(error), **values)


def _goes_on(values: Mapping[str, Any]) -> list[OpenLine]:
    """What stays open where nobody looks at it second."""
    return [] if values["asks_second"] else [each for each in values["lines"] if each.goes_on]


def _ends_by_itself(alert: Alert, closing: Closing) -> bool:
    is_theirs = alert.person_id in (None, closing.resident_id)
    return is_theirs and alert.status is AlertStatus.ACKNOWLEDGED


def _refuse(form: Form, closing: Closing) -> None:
    """Nobody who may be in need is left behind by closing their case."""
    if form.is_valid and form.data["outcome"] not in CHOOSABLE:
        form.refuse("outcome", "not_a_choice")
    if closing.unsafe:
        form.refuse("outcome", "not_known_safe")


def _close(session: Session, case_id: UUID, form: Form) -> None:
    """Settle what still waits, then close."""
    identity, now, outcome = current_identity(), desk().clock(), form.data["outcome"]
    settle_case(
        session,
        case_id=case_id,
        alert_ids=form.data["alerts"],
        outcome=outcome,
        by=identity,
        now=now,
    )
    close_case(
        session,
        case_id=case_id,
        version=form.data["version"],
        outcome=outcome,
        by=identity,
        now=now,
    )


def _propose(session: Session, case_id: UUID, form: Form) -> None:
    """Leave it to a second person, with the words and the alerts that end with it."""
    wish = ClosingWish(
        outcome=form.data["outcome"], words=form.data["words"], alert_ids=form.data["alerts"]
    )
    propose_closing(
        session,
        case_id=case_id,
        version=form.data["version"],
        wish=wish,
        by=current_identity(),
        now=desk().clock(),
    )


def _close_values(case_id: UUID) -> tuple[Mapping[str, Any], Closing]:
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "case.close", identity, Case, case_id)
        view = case_view(session, case_id)
        closing = closing_of(session, view.case, identity=identity)
        crisis = find_open_crisis(session, case_id)
        second = _second_values(session, view.case)
    shown([view.resident.id, *closing.names])
    values: dict[str, Any] = {
        "view": view,
        "case": view.case,
        "outcomes": CHOOSABLE,
        "closing": closing,
    }
    values |= {**second, "crisis": crisis}
    return values | {"goes_on": _goes_on(values)}, closing


def _second_values(session: Session, case: Case) -> Mapping[str, Any]:
    """Say whether a second person is asked, and what they would see as still open."""
    return {
        "asks_second": asks_second_person(session, case, now=desk().clock()),
        "pending": find_pending_closing(session, case.id),
        "lines": open_lines(still_open_in(session, case), None, current_reader()),
    }
