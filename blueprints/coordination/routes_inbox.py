"""Everything that came in, with filters; and the three ways to be done with one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.visibility import refuse_unless
from hopecare.services.give_reply import give_reply
from hopecare.services.report_reply import report_reply
from hopecare.services.set_reply_aside import set_reply_aside
from hopecare.web.acts import act_once
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.inbox import INBOX, Sender, Which
from hopecare.web.permits import permits
from hopecare.web.requests.reply_acts import (
    GiveReplyRequest,
    ReportReplyRequest,
    SetReplyAsideRequest,
)
from hopecare.web.requests.report_need import ReportFor
from models import InboundMessage, Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

WHICH = {
    Which.WAITS: N_("To be read"),
    Which.READ: N_("Read"),
    Which.UNDERSTOOD: N_("Understood"),
}
SENDERS = {Sender.KNOWN: N_("Numbers we know"), Sender.UNKNOWN: N_("Numbers we do not know")}


@blueprint.get("/inbox")
@permits("reply.read")
def inbox() -> ResponseReturnValue:
    """List everything that came in."""
    reader = current_reader()
    return show_listing(
        INBOX,
        "coordination/inbox.html",
        ReplyMeaning=ReplyMeaning,
        Channel=Channel,
        which=[(str(code), reader.say(words)) for code, words in WHICH.items()],
        senders=[(str(code), reader.say(words)) for code, words in SENDERS.items()],
    )


@blueprint.post("/replies/<uuid:reply_id>/report")
@permits("report.take")
def report_of_reply(reply_id: UUID) -> ResponseReturnValue:
    """Make a report of it, in one press."""
    form, identity, now = read_form(ReportReplyRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _back_to(reply_id)
    is_self = form.data["about"] is ReportFor.MYSELF

    def act(session: Session) -> str:
        refuse_unless(session, "reply.settle", identity, InboundMessage, reply_id)
        made = report_reply(session, reply_id=reply_id, about_self=is_self, by=identity, now=now)
        return url_for("coordination.report", report_id=made.id)

    return act_once(identity, act, said=N_("The report is in triage."))


@blueprint.post("/replies/<uuid:reply_id>/aside")
@permits("reply.settle")
def set_aside_reply(reply_id: UUID) -> ResponseReturnValue:
    """Say that there is nothing to do, and why."""
    form, identity, now = read_form(SetReplyAsideRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _back_to(reply_id)

    def act(session: Session) -> str:
        refuse_unless(session, "reply.settle", identity, InboundMessage, reply_id)
        reason = form.data["reason"]
        set_reply_aside(session, reply_id=reply_id, reason=reason, by=identity, now=now)
        return url_for("coordination.replies")

    return act_once(identity, act, said=N_("Written down: nothing to do."))


@blueprint.post("/replies/<uuid:reply_id>/whose")
@permits("reply.settle")
def whose_reply(reply_id: UUID) -> ResponseReturnValue:
    """Say whose it is; what it means is still to be said."""
    form, identity, now = read_form(GiveReplyRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _back_to(reply_id)

    def act(session: Session) -> str:
        person_id = form.data["person_id"]
        refuse_unless(session, "reply.settle", identity, InboundMessage, reply_id)
        refuse_unless(session, "resident.read", identity, Person, person_id)
        give_reply(session, reply_id=reply_id, person_id=person_id, by=identity, now=now)
        return url_for("coordination.reply", reply_id=reply_id)

    return act_once(identity, act, said=N_("It is theirs. What does it mean?"))


def _back_to(reply_id: UUID) -> ResponseReturnValue:
    """Nothing was chosen that a button says: the page is shown as it stands."""
    return redirect(url_for("coordination.reply", reply_id=reply_id), HTTPStatus.SEE_OTHER)
