"""What people answered: what a person has to read, and what it meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.channels import Channel
from hopecare.domain.replies import NothingToDo, ReplyMeaning
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.callers import Caller, find_callers
from hopecare.queries.message_pages import ReplyView, reply_view
from hopecare.queries.visibility import refuse_unless
from hopecare.services.settle_reply import Reading, settle_reply
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.messages import words_of
from hopecare.web.listings.replies import REPLIES, words_of_reply
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.settle_reply import SettleReplyRequest
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import InboundMessage

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


LONGEST_TYPED = 60
FOLLOWS = {
    ReplyMeaning.FINE: N_("The check-in is answered and its ladder stops."),
    ReplyMeaning.HELP: N_("Whoever is on duty is alerted, and a call is owed within half an hour."),
    ReplyMeaning.CANNOT_ANY_MORE: N_(
        "Whoever is on duty is alerted, and a call is owed within half an hour."
    ),
    ReplyMeaning.STOP: N_("No more texts go there, and a call is owed to agree on another way."),
    ReplyMeaning.START: N_("Texts go there again."),
    ReplyMeaning.YES: N_("The offer is accepted."),
    ReplyMeaning.NO: N_("The offer goes on to somebody else."),
    ReplyMeaning.LATER: N_("A call back is owed, and you are named to make it."),
    ReplyMeaning.UNCLEAR: N_("It is only written down as read."),
}
"""What writing each meaning down does."""


@blueprint.get("/replies")
@permits("reply.read")
def replies() -> ResponseReturnValue:
    """List the replies that a person has to read."""
    kinds = {"ReplyMeaning": ReplyMeaning, "Channel": Channel}
    return show_listing(REPLIES, "coordination/replies.html", **kinds)


@blueprint.get("/replies/<uuid:reply_id>")
@permits("reply.read")
def reply(reply_id: UUID) -> ResponseReturnValue:
    """Show one reply, whose it may be, and which questions of ours stand open."""
    view = _view(reply_id)
    return page("coordination/reply.html", **_values(view, blank_form(_first_guess(view))))


@blueprint.post("/replies/<uuid:reply_id>")
@permits("reply.settle")
def settle(reply_id: UUID) -> ResponseReturnValue:
    """Write what it meant; the question it answers is answered with it."""
    form, view = read_form(SettleReplyRequest), _view(reply_id)
    chosen = dict(_questions(view)).get(form.data.get("question") or "")
    if form.data.get("question") and chosen is None:
        form.refuse("question", "not_a_choice")
    if form.data.get("person_id") not in {None, *(person.id for person in view.people)}:
        form.refuse("person_id", "not_a_choice")
    if not form.is_valid:
        return again("coordination/reply.html", **_values(view, form))
    identity = current_identity()
    person_id, slot_id, offer_id = chosen or (form.data["person_id"], None, None)
    meant = Reading(
        meaning=form.data["meaning"],
        person_id=form.data["person_id"] or person_id,
        slot_id=slot_id,
        offer_id=offer_id,
    )

    def act(session: Session) -> str:
        refuse_unless(session, "reply.settle", identity, InboundMessage, reply_id)
        settle_reply(session, reply_id=reply_id, reading=meant, by=identity, now=desk().clock())
        return url_for("coordination.replies")

    try:
        return act_once(identity, act, said=N_("Written down what it meant."))
    except InvalidInputError as error:
        return again("coordination/reply.html", **_values(view, form.refuse_all(error)))


def _view(reply_id: UUID) -> ReplyView:
    """Read the reply for this reader, and note whom it shows."""
    with reading() as session:
        refuse_unless(session, "reply.read", current_identity(), InboundMessage, reply_id)
        view = reply_view(session, reply_id, identity=current_identity(), on=current_reader().today)
    shown([person.id for person in view.people])
    return view


def _questions(view: ReplyView) -> list[tuple[str, tuple[UUID, UUID | None, UUID | None]]]:
    """The open questions by what the form says: whose, which check-in, which offer."""
    check_ins = [
        (f"slot:{each.slot.id}", (each.resident.id, each.slot.id, None)) for each in view.check_ins
    ]
    offers = [
        (f"offer:{each.offer.id}", (each.helper.id, None, each.offer.id)) for each in view.offers
    ]
    return [*check_ins, *offers]


def _first_guess(view: ReplyView) -> dict[str, object]:
    """What stands in the form at first: what the machine read, and an only question."""
    questions = _questions(view)
    is_unclear = view.reply.meaning is ReplyMeaning.UNCLEAR
    return {
        "meaning": "" if is_unclear else view.reply.meaning.value,
        "person_id": str(view.people[0].id) if len(view.people) == 1 else "",
        "question": questions[0][0] if len(questions) == 1 else "",
    }


def _values(view: ReplyView, form: Form) -> dict[str, object]:
    """What the page shows; whoever was looked for stands beside it as whose it may be."""
    reader, typed = current_reader(), request.args.get("q", "").strip()[:LONGEST_TYPED]
    return {
        "view": view,
        "form": form,
        "words": words_of_reply(view.reply, reader),
        "said": [
            (message, words_of(message.kind, words, reader)) for message, words in view.said_lately
        ],
        "typed": typed,
        "found": _looked_for(typed),
        "follows": [(each, reader.say(words)) for each, words in FOLLOWS.items()],
        "ReplyMeaning": ReplyMeaning,
        "NothingToDo": NothingToDo,
    }


def _looked_for(typed: str) -> list[Caller]:
    """Who may have sent it, by a name or a number that somebody typed."""
    if not typed:
        return []
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        country = current_town().country
        found = find_callers(
            session, typed=typed, country=country, identity=identity, on=reader.today
        )
    shown([each.person.id for each in found if each.is_ours])
    return found
