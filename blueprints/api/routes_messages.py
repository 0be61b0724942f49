"""Texts and calls for other systems: what left for whom, never what was said."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.messages import MESSAGES
from models import Message

MESSAGE_VIEW: Final = view_of(
    "MessageView",
    Message,
    "id kind status channel language to_person_id not_before valid_until created_at wording "
    "is_urgent attempt sent_at hold_reason error_code segments case_id offer_id slot_id alert_id "
    "broadcast_id",
    "One text or call; its words are on the page only.",
)
NOUN: Final = Noun(
    path="messages",
    singular="message",
    rows=Message,
    view=MESSAGE_VIEW,
    permission="message.read",
)
serve_list(NOUN, MESSAGES, says="List texts and calls, the newest first.")
serve_one(NOUN, says="Give one text or call.")
