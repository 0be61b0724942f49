"""Messages to many: written, looked at before they are sent, followed, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for

from blueprints.coordination.broadcast_form import form_values
from blueprints.coordination.broadcast_views import left_out_of, opened, preview_of, progress_of
from blueprints.coordination.door import blueprint
from hopecare.channel_profiles import profile_for
from hopecare.domain.broadcasts import BroadcastState
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.permissions import may
from hopecare.domain.predicates import Subject
from hopecare.domain.town_settings import PRICES
from hopecare.errors import InvalidInputError, MoveNotAllowedError, StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_, languages
from hopecare.language.cost_words import micros_words
from hopecare.language.term_words import language_name
from hopecare.queries.broadcasts import broadcast_by_id, count_told_together, fates_of
from hopecare.queries.runs import run_by_id
from hopecare.queries.visibility import refuse_unless, subject_of
from hopecare.services.discard_broadcast import discard_broadcast
from hopecare.services.draft_broadcast import draft_broadcast
from hopecare.services.find_landlines import find_landlines
from hopecare.services.ring_landlines import AT_ONCE, ring_landlines
from hopecare.services.send_broadcast import send_broadcast
from hopecare.services.stop_broadcast import stop_broadcast
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import refuse_other_places
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.broadcasts import BROADCASTS
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.draft_broadcast import (
    DraftBroadcastRequest,
    SendBroadcastRequest,
    refuse_what_cannot_leave,
    wish_from,
)
from hopecare.web.scopes import reading
from hopecare.web.stopped import stopped_now
from hopecare.web.town import current_town
from models import Broadcast, Person, Town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from blueprints.coordination.broadcast_views import Preview
    from hopecare.domain.broadcast_cost import BroadcastCost
    from hopecare.web.forms import Form

LEAVES: Final = N_("It is on its way. What becomes of it is below.")
WAITS: Final = N_("Sending is stopped: it waits until somebody starts it again.")


@blueprint.get("/broadcasts")
@permits("broadcast.read")
def broadcasts() -> ResponseReturnValue:
    """List what was written to many, the newest first."""
    return show_listing(BROADCASTS, "coordination/broadcasts.html")


@blueprint.get("/broadcasts/new")
@permits("broadcast.send")
def new_broadcast() -> ResponseReturnValue:
    """Ask what is to be said to whom."""
    return page("coordination/new_broadcast.html", **form_values(None))


@blueprint.get("/broadcasts/<uuid:broadcast_id>/change")
@permits("broadcast.send")
def change_broadcast(broadcast_id: UUID) -> ResponseReturnValue:
    """Show a draft in the form again; what is written anew takes its place."""
    with reading() as session:
        refuse_unless(session, "broadcast.send", current_identity(), Broadcast, broadcast_id)
        draft = broadcast_by_id(session, broadcast_id)
        if draft.state is not BroadcastState.DRAFT:
            raise MoveNotAllowedError(machine="broadcast", status=draft.state, event="changed")
        values = form_values(None, draft)
    return page("coordination/new_broadcast.html", **values)


@blueprint.post("/broadcasts/<uuid:broadcast_id>/discard")
@permits("broadcast.send")
def discard(broadcast_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "broadcast.send", identity, Broadcast, broadcast_id)
        discard_broadcast(session, broadcast_id=broadcast_id, by=identity, now=desk().clock())
        return url_for("coordination.broadcasts")

    return act_once(identity, act, said=N_("The draft is thrown away. Nobody was told anything."))


@blueprint.post("/broadcasts")
@permits("broadcast.send")
def draft() -> ResponseReturnValue:
    """Keep what was written, to be looked at; nobody is told anything yet."""
    form, identity, town = read_form(DraftBroadcastRequest), current_identity(), current_town()
    charset = profile_for(town.channel_profile, town.country).charset
    refuse_other_places(refuse_what_cannot_leave(form, charset))
    if not form.is_valid:
        return again("coordination/new_broadcast.html", **form_values(form))

    def act(session: Session) -> str:
        wish = wish_from(form.data, current_reader().zone)
        kept = draft_broadcast(session, wish=wish, by=identity, now=desk().clock())
        replaces = form.data.get("replaces")
        if replaces is not None:
            refuse_unless(session, "broadcast.send", identity, Broadcast, replaces)
            discard_broadcast(session, broadcast_id=replaces, by=identity, now=desk().clock())
        return url_for("coordination.broadcast", broadcast_id=kept.id)

    try:
        return act_once(identity, act)
    except InvalidInputError as error:
        return again("coordination/new_broadcast.html", **form_values(form.refuse_all(error)))


@blueprint.get("/broadcasts/<uuid:broadcast_id>")
@permits("broadcast.read")
def broadcast(broadcast_id: UUID) -> ResponseReturnValue:
    """Show whom it would reach, or what became of it."""
    return page("coordination/broadcast.html", **_seen(broadcast_id, None))


@blueprint.post("/broadcasts/<uuid:broadcast_id>/send")
@permits("broadcast.send")
def send(broadcast_id: UUID) -> ResponseReturnValue:
    """Send it to those who were seen, and to nobody else; the worker writes to each."""
    form, identity = read_form(SendBroadcastRequest), current_identity()
    seen = opened(form.data.get("seen") or "")

    def anew() -> Response:
        return again("coordination/broadcast.html", **_seen(broadcast_id, form))

    if seen is None:
        form.refuse("seen", "preview_not_seen")
        return anew()

    def act(session: Session) -> str:
        refuse_unless(session, "broadcast.send", identity, Broadcast, broadcast_id)
        send_broadcast(
            session, broadcast_id=broadcast_id, seen=seen, by=identity, now=desk().clock()
        )
        return url_for("coordination.broadcast", broadcast_id=broadcast_id)

    try:
        return act_once(identity, act, said=WAITS if stopped_now() else LEAVES)
    except StaleVersionError:
        form.refuse("seen", "group_changed")
        return anew()
    except InvalidInputError as error:
        form.refuse_all(error)
        return anew()


@blueprint.post("/broadcasts/<uuid:broadcast_id>/stop")
@permits("broadcast.send")
def end_broadcast(broadcast_id: UUID) -> ResponseReturnValue:
    """Stop it: what has not left yet never does."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "broadcast.send", identity, Broadcast, broadcast_id)
        stop_broadcast(session, broadcast_id=broadcast_id, by=identity, now=desk().clock())
        return url_for("coordination.broadcast", broadcast_id=broadcast_id)

    return act_once(identity, act, said=N_("Stopped. What had not left yet never will."))


@blueprint.post("/broadcasts/<uuid:broadcast_id>/calls")
@permits("broadcast.send")
def ring_for_landlines(broadcast_id: UUID) -> ResponseReturnValue:
    """Owe a call with its words to each who has a landline only; a second press doubles nothing."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "broadcast.send", identity, Broadcast, broadcast_id)
        ring_landlines(session, broadcast_id=broadcast_id, by=identity, now=desk().clock())
        return url_for("coordination.broadcast", broadcast_id=broadcast_id)

    return act_once(identity, act, said=N_("The calls are owed: they stand on the list of calls."))


def _to_ring(session: Session, row: Broadcast, preview: Preview | None) -> dict[str, int]:
    """How many with a landline only are still to be put on the list of calls, and at once."""
    now = desk().clock()
    if now >= row.valid_until:
        return {"to_ring": 0, "at_once": AT_ONCE}
    if preview is not None:
        return {"to_ring": preview.to_ring, "at_once": AT_ONCE}
    left = len(find_landlines(session, row, by=current_identity(), now=now))
    return {"to_ring": left, "at_once": AT_ONCE}


def _money(micros: int | None, cost: BroadcastCost) -> str:
    return micros_words(micros, current_reader(), cost.currency)


def _cost(row: Broadcast, preview: Preview | None) -> dict[str, Any]:
    """What it would cost, and what the month leaves, where that is known; else who says prices."""
    may_set = may(current_identity(), "setting.change", Subject(town_id=row.town_id)).allowed
    known = {"may_set_prices": may_set, "PRICES": PRICES}
    cost = preview.cost if preview else None
    if cost is None:
        return known | {"cost": "", "left": ""}
    return known | {"cost": _money(cost.micros, cost), "left": _money(cost.left_micros, cost)}


def _seen(broadcast_id: UUID, form: Form | None) -> dict[str, Any]:
    """Read it for this reader: before it is sent whom it reaches, afterwards what became of it."""
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "broadcast.read", identity, Broadcast, broadcast_id)
        row = broadcast_by_id(session, broadcast_id)
        subject = subject_of(session, Broadcast, broadcast_id)
        is_theirs = may(identity, "broadcast.send", subject).allowed
        town = session.get_one(Town, row.town_id)
        is_draft = row.state is BroadcastState.DRAFT
        preview = preview_of(session, row, town, identity=identity) if is_draft else None
        left_out = preview.left_out if preview else left_out_of(session, row, identity=identity)
        fates = {} if is_draft else fates_of(session, broadcast_id, identity=identity)
        ends = _ends(session, row, fates)
        run = run_by_id(session, row.run_id) if row.run_id else None
        to_ring = _to_ring(session, row, preview)
        sender = session.get(Person, row.sent_by_id) if row.sent_by_id else None
        maker = session.get_one(Person, row.made_by_id)
        centre_words = dict(cast("Mapping[str, str]", row.words))
    named = [person.id for each in left_out.values() for person in each.people]
    shown([*(preview.shown if preview else named), maker.id])
    return {
        "broadcast": row,
        "form": form or blank_form(),
        "preview": preview,
        **_cost(row, preview),
        "left_out": left_out,
        **to_ring,
        "fates": fates,
        **ends,
        "run": run,
        "progress": progress_of(row, run),
        "sender": sender,
        "maker": maker,
        "words": centre_words,
        "empty": [each for each in languages() if each not in centre_words],
        "names": {each: language_name(each, current_reader()) for each in languages()},
        "may_send": is_theirs,
        "may_stop": is_theirs and _can_stop(row, fates),
    }


def _ends(session: Session, row: Broadcast, fates: Mapping[MessageStatus, int]) -> dict[str, Any]:
    """How many were told by another's message, and how many were recalled for any other reason."""
    stopped = fates.get(MessageStatus.STOPPED, 0)
    together = count_told_together(session, row.id, identity=current_identity()) if fates else 0
    return {
        "together": together,
        "recalled": stopped - together,
        "STOPPED": MessageStatus.STOPPED,
    }


def _can_stop(row: Broadcast, fates: Mapping[MessageStatus, int]) -> bool:
    """Whether something of it has not left yet."""
    if row.state is BroadcastState.UNDER_WAY:
        return True
    return row.state is BroadcastState.WRITTEN and MessageStatus.PENDING in fates
