"""Texts and calls that leave: the list, and one with its whole life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.coordination.door import blueprint
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.message_words import HOLD_WORDS, code_words
from hopecare.language.wording_titles import named_wording
from hopecare.queries.message_pages import message_view
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.messages import MESSAGES, words_of
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Message

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


@blueprint.get("/messages")
@permits("message.read")
def messages() -> ResponseReturnValue:
    """List what was promised to be said, the newest first."""
    return show_listing(
        MESSAGES,
        "coordination/messages.html",
        MessageStatus=MessageStatus,
        MessageKind=MessageKind,
        Channel=Channel,
    )


@blueprint.get("/messages/<uuid:message_id>")
@permits("message.read")
def message(message_id: UUID) -> ResponseReturnValue:
    """Show one message: its words, its fate, and every step on its way."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "message.read", current_identity(), Message, message_id)
        view = message_view(session, message_id)
    shown([view.to.id])
    reason = view.message.hold_reason
    return page(
        "coordination/message.html",
        view=view,
        words=words_of(view.message.kind, view.words, reader),
        wording=named_wording(view.message.wording, reader),
        held_because=reader.say(HOLD_WORDS[reason]) if reason else None,
        steps=[(event, code_words(event.code, reader)) for event in view.events],
    )
