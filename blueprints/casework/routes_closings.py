"""A second person looks at a case somebody wishes to close: they approve it, or send it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.casework.closing_words import open_lines, settled_since
from blueprints.casework.door import blueprint
from hopecare.domain.closing_proposals import CLOSING, ClosingEvent, ClosingStatus
from hopecare.domain.machines import next_status
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.case_closing import closing_of
from hopecare.queries.case_pages import case_view
from hopecare.queries.closing_proposals import (
    closing_by_id,
    stands_as,
    still_open_in,
    stood_as,
)
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.visibility import refuse_unless
from hopecare.services.approve_closing import approve_closing
from hopecare.services.send_back_closing import send_back_closing
from hopecare.services.withdraw_closing import withdraw_closing
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.closings import CLOSINGS, WHICH
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.closing import (
    ApproveClosingRequest,
    SendBackClosingRequest,
    WithdrawClosingRequest,
    second_look_from,
)
from hopecare.web.scopes import reading
from models import Alert, ClosingProposal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

PAGE: Final = "casework/closing.html"


@blueprint.get("/closings")
@permits("closing.read")
def closings() -> ResponseReturnValue:
    """List the cases somebody wishes to close."""
    reader = current_reader()
    which = [(str(each), reader.say(words)) for each, words in WHICH.items()]
    return show_listing(CLOSINGS, "casework/closings.html", which=which)


@blueprint.get("/closings/<uuid:closing_id>")
@permits("closing.read")
def closing(closing_id: UUID) -> ResponseReturnValue:
    """Show what was proposed and why, what is still open, and what changed since."""
    return page(PAGE, **_values(closing_id))


@blueprint.post("/closings/<uuid:closing_id>/approve")
@permits("closing.decide")
def approve_closing_act(closing_id: UUID) -> ResponseReturnValue:
    """Close the case as it was proposed."""
    form, identity, now = read_form(ApproveClosingRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(PAGE, **_values(closing_id, approving=form))
    look = second_look_from(form.data)

    def act(session: Session) -> str:
        refuse_unless(session, "closing.decide", identity, ClosingProposal, closing_id)
        for alert_id in look.alert_ids:
            refuse_unless(session, "alert.resolve", identity, Alert, alert_id)
        done = approve_closing(session, closing_id=closing_id, look=look, by=identity, now=now)
        return url_for("casework.case", case_id=done.case_id)

    try:
        return act_once(identity, act, said=N_("The case is closed."), form=form)
    except InvalidInputError as error:
        return again(PAGE, **_values(closing_id, approving=form.refuse_all(error)))


@blueprint.post("/closings/<uuid:closing_id>/send-back")
@permits("closing.decide")
def send_back_closing_act(closing_id: UUID) -> ResponseReturnValue:
    """Send it back with what is missing."""
    form, identity, now = read_form(SendBackClosingRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(PAGE, **_values(closing_id, sending=form))

    def act(session: Session) -> str:
        refuse_unless(session, "closing.decide", identity, ClosingProposal, closing_id)
        send_back_closing(
            session,
            closing_id=closing_id,
            version=form.data["version"],
            words=form.data["answer"],
            by=identity,
            now=now,
        )
        return url_for("casework.closings")

    return act_once(identity, act, said=N_("It went back with your words."), form=form)


@blueprint.post("/closings/<uuid:closing_id>/withdraw")
@permits("case.close")
def withdraw_closing_act(closing_id: UUID) -> ResponseReturnValue:
    """Take one's own proposal back; the case goes on."""
    form, identity, now = read_form(WithdrawClosingRequest), current_identity(), desk().clock()
    if not form.is_valid:
        raise InvalidInputError({"version": ["required"]})

    def act(session: Session) -> str:
        refuse_unless(session, "case.close", identity, ClosingProposal, closing_id)
        done = withdraw_closing(
            session, closing_id=closing_id, version=form.data["version"], by=identity, now=now
        )
        return url_for("casework.case", case_id=done.case_id)

    return act_once(identity, act, said=N_("Taken back. The case goes on."), form=form)


def _values(
    closing_id: UUID, *, approving: Form | None = None, sending: Form | None = None
) -> Mapping[str, object]:
    """Read the proposal with its case as it stands now, for the form that was sent or a new one."""
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        refuse_unless(session, "closing.read", identity, ClosingProposal, closing_id)
        proposal = closing_by_id(session, closing_id)
        if approving or sending:
            # Whoever corrects a form about what has ended meanwhile is told that first.
            next_status(CLOSING, proposal.status, ClosingEvent.SENT_BACK)
        view = case_view(session, proposal.case_id)
        found = still_open_in(session, view.case)
        closes = closing_of(session, view.case, identity=identity)
        names = names_of(session, [proposal.made_by_id, proposal.decided_by_id])
    shown([view.resident.id, *closes.names])
    stands = stands_as(view.case, found)
    is_own = proposal.made_by_id == identity.person_id
    return {
        "proposal": proposal,
        "case": view.case,
        "view": view,
        "names": names,
        "closing": closes,
        "lines": open_lines(found, proposal, reader),
        "settled": settled_since(found, proposal),
        "seen": stands,
        "is_changed": stands != stood_as(proposal),
        "is_own": is_own,
        "waits": proposal.status is ClosingStatus.PENDING,
        "came_back": proposal.status is ClosingStatus.SENT_BACK,
        "approving": approving or blank_form({"alerts": proposal.alert_ids}),
        "sending": sending or blank_form(),
    }
