"""An automated call: what it says when somebody picks up, and what a pressed key does.

Whoever presses a key that means nothing hears the question once more; after a second one, or after
none, a person rings. Whoever presses no key at all has heard the question twice: nothing is
answered, and the ladder goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from blueprints.webhooks.door import BY, PROVIDER, blueprint, in_words, message_of
from hopecare.database import AllTowns, TownScope
from hopecare.domain.replies import ReplyMeaning
from hopecare.extensions import desk
from hopecare.queries.call_words import CallWords, answer_to_key, words_of_call
from hopecare.services.record_keypress import record_keypress
from hopecare.web.permits import permits
from notifications.twilio_voice import KEY_PATH, said, said_again, spoken

if TYPE_CHECKING:
    from flask import Response
    from sqlalchemy.orm import Session

    from models import Message

AGAIN: Final = "&again=1"
"""Stands in the address at which the second key is listened for."""


@blueprint.post("/voice")
@permits("webhook.receive")
def voice() -> Response:
    """What a call says when somebody picks up."""
    with desk().database.reading(AllTowns()) as session:
        message = message_of(session)
        call = words_of_call(session, message)
        language = message.language
    listen_at = _key_address() if call.listens else None
    return in_words(
        spoken(call.words, language=language, listen_at=listen_at, goodbye=call.goodbye)
    )


@blueprint.post("/key")
@permits("webhook.receive")
def key() -> Response:
    """A key was pressed in a call, or none was after a wrong one."""
    is_last = "again" in request.args
    with desk().database.reading(AllTowns()) as session:
        town_id = message_of(session).town_id
    # A no may lead on to the next neighbour: only its own town is in sight then.
    with desk().database.writing(TownScope(town_id)) as session:
        meaning = _record(session, message_of(session, alone=True), is_last=is_last)
    # The key counts, whatever may be wrong with the words that answer it.
    with desk().database.reading(TownScope(town_id)) as session:
        message = message_of(session)
        call = words_of_call(session, message, again=True)
        sentence = answer_to_key(session, message, meaning, now=desk().clock())
        language = message.language
    desk().wake()
    if meaning is ReplyMeaning.UNCLEAR and not is_last and call.listens:
        return _once_more(call, language)
    return in_words(said(sentence, language=language))


def _record(session: Session, message: Message, *, is_last: bool) -> ReplyMeaning:
    """Keep the key once for each time it was listened for."""
    call_sid = request.form.get("CallSid", "")
    return record_keypress(
        session,
        message=message,
        provider=PROVIDER,
        call_sid=f"{call_sid}:again" if is_last else call_sid,
        key=request.form.get("Digits", "")[:1],
        by=BY,
        now=desk().clock(),
        is_last=is_last,
    )


def _once_more(call: CallWords, language: str) -> Response:
    listen_at = _key_address() + AGAIN
    return in_words(said_again(call.words, language=language, listen_at=listen_at))


def _key_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return f"{desk().settings.public_base_url}{KEY_PATH}?{query}"
