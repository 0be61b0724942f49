"""The switch: stop everything that leaves, see what is held and whom to ring, start again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.channels import Channel
from hopecare.domain.predicates import Subject
from hopecare.domain.runs import RunKind
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.held_words import SHOWN, ids_to_ring_for
from hopecare.queries.sending_stops import standing_stops
from hopecare.queries.switch_pages import switch_view
from hopecare.services.ring_some import AT_ONCE, ring_some
from hopecare.services.start_run import start_run
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import insist, permits
from hopecare.web.requests.switch_sending import StartSendingRequest, StopSendingRequest
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Run

OWED: Final = N_("The calls are owed: they stand in this list.")
BEGUN: Final = N_(
    "The calls are being written down: they come into the list of calls one after the other."
)


@blueprint.get("/messages/switch")
@permits("message.read")
def switch() -> ResponseReturnValue:
    """Show what is held, or would be, what will be too late, and who must be rung."""
    return page("coordination/switch.html", **_shown(blank_form()))


@blueprint.post("/messages/switch/stop")
@permits("message.stop")
def stop() -> ResponseReturnValue:
    """Stop everything that leaves, or one channel."""
    form, identity = read_form(StopSendingRequest), current_identity()
    if not form.is_valid:
        return again("coordination/switch.html", **_shown(form))
    insist("message.stop", Subject(town_id=identity.town_id))

    def act(session: Session) -> str:
        stop_sending(
            session,
            town_id=identity.town_id,
            channel=form.data["channel"],
            reason=form.data["why"],
            by=identity,
            now=desk().clock(),
        )
        return url_for("coordination.switch")

    return act_once(identity, act, said=N_("Stopped. What is promised waits here."))


@blueprint.post("/messages/switch/start")
@permits("message.stop")
def start() -> ResponseReturnValue:
    """Let words leave again."""
    form, identity = read_form(StartSendingRequest), current_identity()
    if not form.is_valid:
        return again("coordination/switch.html", **_shown(form))
    insist("message.stop", Subject(town_id=identity.town_id))

    def act(session: Session) -> str:
        stop_id, reason = form.data["stop_id"], form.data["reason"]
        start_sending(session, stop_id=stop_id, reason=reason, by=identity, now=desk().clock())
        return url_for("coordination.switch")

    said = N_("Words leave again. What was too late meanwhile stands below.")
    return act_once(identity, act, said=said)


@blueprint.post("/messages/switch/calls")
@permits("call_task.end")
def ring_for_all() -> ResponseReturnValue:
    """Owe a call to everybody who counts on words that do not leave.

    The first of them at once, the rest as a run that can be watched: nobody waits for a whole town,
    and what is cut off goes on by itself. Who is owed a call already is owed no second one.
    """
    identity = current_identity()
    with reading() as session:
        channels = channels_stopped(each.channel for each in standing_stops(session))
        held = ids_to_ring_for(session, identity=identity, channels=channels)
    is_long = len(held) > AT_ONCE

    def act(session: Session) -> str:
        run = _begin(session, held, identity)
        if is_long:
            return url_for("coordination.run", run_id=run.id)
        return url_for("coordination.call_tasks")

    return act_once(identity, act, said=BEGUN if is_long else OWED)


def _begin(session: Session, held: Sequence[UUID], identity: Identity) -> Run:
    """Begin the run and take its first step."""
    now = desk().clock()
    run = start_run(
        session,
        town_id=identity.town_id,
        kind=RunKind.RING_FOR_HELD,
        total=len(held),
        by=identity,
        now=now,
    )
    ring_some(session, run_id=run.id, message_ids=held, first=0, by=identity, now=now)
    return run


def _shown(form: Form) -> dict[str, Any]:
    """Read the page for this reader, and note whom it shows."""
    identity, today = current_identity(), current_reader().today
    with reading() as session:
        seen = switch_view(session, identity=identity, on=today, now=desk().clock())
    shown(each.person.id for each in seen.people)
    shown(about.id for each in seen.people for about in each.about)
    return {"seen": seen, "form": form, "Channel": Channel, "most": SHOWN}
