"""What is to be said to many, to whom, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hopecare.domain.broadcasts import LONGEST_WORDS, Audience, Moments
from hopecare.domain.charsets import unfit_signs
from hopecare.language import languages
from hopecare.services.draft_broadcast import BroadcastWish
from hopecare.web.fields import Code, Day, Id, Note, Request, Ticked, TimeOfDay, Words

if TYPE_CHECKING:
    from hopecare.web.forms import Form

WORDS_IN = {"ko": "korean", "en": "english"}
"""The field of each language."""


class DraftBroadcastRequest(Request):
    """A group, words in one language at least, and from when until when they are true."""

    audience = Code(Audience, required=True)
    area_id = Id()
    language = Words(longest=8)
    has_helper = Ticked()
    reason = Words(required=True, longest=120)
    korean = Note(longest=LONGEST_WORDS)
    english = Note(longest=LONGEST_WORDS)
    after_on = Day(required=True)
    after_clock = TimeOfDay(required=True)
    until_on = Day(required=True, future=True)
    until_clock = TimeOfDay(required=True)
    replaces = Id()


class SendBroadcastRequest(Request):
    """The seal of the preview that was seen."""

    seen = Words(required=True, longest=8000)


def refuse_what_cannot_leave(form: Form, charset: str) -> Form:
    """Say beside its field which sign no telephone here shows, and that something must be said."""
    written = {name: form.data.get(name) for name in WORDS_IN.values()}
    if not any(written.values()) and not set(form.errors) & set(written):
        form.refuse("korean", "no_words")
    for name, words in written.items():
        for fault in unfit_signs((words or "").replace("\n", " "), charset)[:1]:
            form.refuse(name, "unfit_sign", sign=fault.sign, place=fault.place)
    chosen = form.data.get("language")
    if chosen is not None and chosen not in languages():
        form.refuse("language", "not_a_choice")
    return form


def wish_from(data: dict[str, Any], zone: str) -> BroadcastWish:
    """Say it as the verb takes it."""
    local = ZoneInfo(zone)
    spoken = {language: data.get(name) for language, name in WORDS_IN.items()}
    return BroadcastWish(
        audience=data["audience"],
        reason=data["reason"],
        words={language: words for language, words in spoken.items() if words},
        moments=Moments(
            not_before=datetime.combine(data["after_on"], data["after_clock"], local),
            valid_until=datetime.combine(data["until_on"], data["until_clock"], local),
        ),
        area_id=data.get("area_id"),
        language=data.get("language"),
        has_helper=bool(data.get("has_helper")),
    )
