"""How the doors of an application act: once, with what is wrong beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.paper_words import paper_lines
from blueprints.casework.routes_applications import application_values
from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.requests.applications import LABELS
from models import Application

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.forms import Form

    Act = Callable[[Session, Identity, datetime], object]
    Theirs = Callable[[Session], Mapping[str, object]]

DOORS: Final = (AnswerDoor.LETTER, AnswerDoor.PHONE, AnswerDoor.DESK)
"""How a day reaches staff: in writing, by telephone or at the desk; nobody names it by a link."""
CHANGE: Final = "application.change"
"""Every door is that of the application itself."""


def blank_page(application_id: UUID, step: str, **values: object) -> ResponseReturnValue:
    """Show the form of one step with these values in it."""
    form = blank_form(values)
    return page(f"casework/application_{step}.html", form=form, **act_values(application_id))


def act_values(application_id: UUID) -> dict[str, Any]:
    """Everything a form of an application shows."""
    values = application_values(application_id, CHANGE)
    return values | {
        "papers": paper_lines(values["view"], current_reader(), finders={}),
        "Decision": Decision,
        "RefusalReason": RefusalReason,
        "doors": [(str(door), current_reader().label(door)) for door in DOORS],
    }


def press_act(application_id: UUID, act: Act, said: str) -> ResponseReturnValue:
    """Do it once, from a button."""
    identity = current_identity()
    return act_once(identity, _guarded(application_id, act, identity), said=said)


def run_act(
    application_id: UUID,
    form: Form,
    act: Act,
    step: str,
    *,
    theirs: Theirs | None = None,
    values: Callable[[], dict[str, Any]] | None = None,
) -> ResponseReturnValue:
    """Do it once, or show the form again with what is wrong."""
    identity = current_identity()
    template = f"casework/application_{step}.html"
    seen = values or (lambda: act_values(application_id))
    if not form.is_valid:
        return again(template, form=form, **seen())
    try:
        return act_once(
            identity,
            _guarded(application_id, act, identity),
            said=N_("It is written down."),
            form=form,
            theirs=theirs,
            labels=LABELS,
        )
    except InvalidInputError as error:
        return again(template, form=form.refuse_all(error), **seen())


def _guarded(application_id: UUID, act: Act, identity: Identity) -> Callable[[Session], str]:
    """Ask the permission in the act's own transaction, and lead back to the application."""
    now = desk().clock()

    def guarded(session: Session) -> str:
        refuse_unless(session, CHANGE, identity, Application, application_id)
        act(session, identity, now)
        return url_for("casework.application", application_id=application_id)

    return guarded
