"""Somebody rings our number: one polite sentence, a key for a call back, and a row that is kept."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, request

from blueprints.webhooks.door import BY, PROVIDER, blueprint, heard_by, in_words
from hopecare.database import AllTowns, TownScope
from hopecare.extensions import desk
from hopecare.language.wordings import Text
from hopecare.queries.strangers import is_ringable
from hopecare.queries.words_to_callers import languages_for, promised_to_caller, said_to_caller
from hopecare.services.promise_call_back import promise_call_back
from hopecare.services.record_call_in import CallIn, record_call_in
from hopecare.web.permits import permits
from models import InboundMessage
from notifications.twilio_answer import CALL_IN_KEY_PATH, picked_up

if TYPE_CHECKING:
    from flask import Response
    from sqlalchemy.orm import Session

CALLS_BACK: Final = "1"


@blueprint.post("/call-in")
@permits("webhook.receive")
def call_in() -> Response:
    """Keep the call, and say what a machine can say."""
    call = CallIn(
        provider=PROVIDER,
        call_sid=request.form.get("CallSid", ""),
        from_number=request.form.get("From", ""),
    )
    now = desk().clock()
    *others, first = heard_by(call.call_sid, call.from_number, None, at=now)
    for other in others:
        with desk().database.writing(TownScope(other.town_id)) as session:
            rang = replace(call, call_sid=other.provider_sid)
            record_call_in(session, town_id=other.town_id, call=rang, by=BY, now=now)
    with desk().database.writing(TownScope(first.town_id)) as session:
        row = record_call_in(session, town_id=first.town_id, call=call, by=BY, now=now)
        words = _greeting(session, row)
    desk().wake()
    return in_words(words)


@blueprint.post("/call-in-key")
@permits("webhook.receive")
def call_in_key() -> Response:
    """A key was pressed while the sentence was said: one asks for a call back."""
    now = desk().clock()
    with desk().database.writing(AllTowns()) as session:
        row = _row(session)
        (language,) = languages_for(session, row)[:1]
        goodbye = said = said_to_caller(session, row, Text.GOODBYE, language)
        if request.form.get("Digits", "")[:1] == CALLS_BACK:
            promise_call_back(session, row=row, by=BY, now=now)
            said = promised_to_caller(session, row, language, now=now)
    desk().wake()
    return in_words(picked_up([(language, said)], listen_at=None, goodbye=goodbye))


def _greeting(session: Session, row: InboundMessage) -> str:
    """The sentence in each language; no call back is offered where there is no number."""
    has_number = is_ringable(session, row)
    text = Text.CALL_IN if has_number else Text.CALL_IN_WITHHELD
    spoken = languages_for(session, row)
    said = [(each, said_to_caller(session, row, text, each)) for each in spoken]
    listen_at = f"{desk().settings.public_base_url}{CALL_IN_KEY_PATH}?iid={row.id}"
    goodbye = said_to_caller(session, row, Text.GOODBYE, spoken[0])
    return picked_up(said, listen_at=listen_at if has_number else None, goodbye=goodbye)


def _row(session: Session) -> InboundMessage:
    """The call this key was pressed in; its identifier is ours and stands in the address."""
    try:
        key = UUID(request.args.get("iid", ""))
    except ValueError:
        abort(HTTPStatus.NOT_FOUND)
    row = session.get(InboundMessage, key, with_for_update=True, populate_existing=True)
    if row is None:
        abort(HTTPStatus.NOT_FOUND)
    return row
