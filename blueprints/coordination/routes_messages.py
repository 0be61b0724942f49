"""Texts and calls that leave: the list, and one with its whole life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.coordination.door import blueprint
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.stopped_sending import is_held
from hopecare.language.cost_words import micros_words, month_cost_words
from hopecare.language.message_words import HOLD_WORDS, code_words
from hopecare.language.wording_titles import named_wording
from hopecare.queries.alert_links import links_of_message
from hopecare.queries.message_pages import message_view
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.fate_words import why_words
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.message_filters import UNSEEN
from hopecare.web.listings.messages import MESSAGES, words_of
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.staff_phones import staff_phone
from hopecare.web.stopped import stopped_now
from hopecare.web.town import current_town
from models import Message, Town
from notifications.costs import month_cost
from notifications.port import Failure

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from hopecare.domain.cost_cap import MonthCost
    from hopecare.language.reader import Reader
    from hopecare.queries.message_pages import MessageView


@blueprint.get("/messages")
@permits("message.read")
def messages() -> ResponseReturnValue:
    """List what was promised to be said, the newest first."""
    reader = current_reader()
    return show_listing(
        MESSAGES,
        "coordination/messages.html",
        MessageStatus=MessageStatus,
        MessageKind=MessageKind,
        Channel=Channel,
        HoldReason=HoldReason,
        failures=[(each.value, code_words(each.value, reader)) for each in Failure],
        unseen=UNSEEN,
        cost=(cost := _month_cost()),
        cost_lines=month_cost_words(cost, current_reader()),
    )


def _month_cost() -> MonthCost:
    town_id = current_town().id
    with reading() as session:
        return month_cost(session, session.get_one(Town, town_id), on=current_reader().today)


@blueprint.get("/messages/<uuid:message_id>")
@permits("message.read")
def message(message_id: UUID) -> ResponseReturnValue:
    """Show one message: its words, its fate, and every step on its way."""
    reader, identity = current_reader(), current_identity()
    with reading() as session:
        refuse_unless(session, "message.read", identity, Message, message_id)
        view = message_view(session, message_id, identity=identity, on=reader.today)
        links = links_of_message(session, identity, view)
    shown([view.to.id, *([view.told_with[1].id] if view.told_with else [])])
    reason = view.message.hold_reason
    return page(
        "coordination/message.html",
        view=view,
        links=links,
        words=words_of(view.message.kind, view.words, reader),
        wording=named_wording(view.message.wording, reader),
        telephone=_telephone(view, reader),
        held_because=reader.say(HOLD_WORDS[reason]) if reason else None,
        waits_for_start=_waits_for_start(view.message),
        failed_because=why_words(view.message.error_code, reader),
        steps=[(event, why_words(event.code, reader)) for event in view.events],
        cost=micros_words(view.message.cost_micros, reader, view.message.cost_currency),
        charged=micros_words(view.message.charged_micros, reader, view.message.charged_currency),
    )


def _waits_for_start(message: Message) -> bool:
    still = stopped_now()
    stopped = still.channels if still else frozenset()
    return is_held(message.status, message.kind, message.channel, stopped=stopped)


def _telephone(view: MessageView, reader: Reader) -> str:
    """Give the telephone it went to; of staff, as the rota shows it."""
    return staff_phone(view.number) if view.is_of_staff else reader.phone(view.number)
