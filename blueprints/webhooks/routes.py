"""Twilio's webhooks: signed by Twilio or refused; each is taken in once, whatever is repeated."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, abort, request

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.extensions import csrf, desk
from hopecare.queries.call_words import answer_to_key, words_of_call
from hopecare.queries.messages import find_message, town_of_number
from hopecare.queries.search_terms import phone_index
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from hopecare.web.permits import permits
from notifications.twilio_codes import CALL_FAILURE, CALL_STATUS, TEXT_STATUS, failure_of
from notifications.twilio_voice import KEY_PATH, said, spoken
from notifications.twilio_webhook import signed_by_twilio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from hopecare.domain.care_path import MessageStatus
    from models import Message

PROVIDER: Final = "twilio"
BY: Final = SystemActor(name="twilio")
LONGEST_BODY: Final = 1600

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks/twilio")
csrf.exempt(blueprint)


@blueprint.before_request
def refuse_strangers() -> None:
    """Refuse whatever Twilio has not signed for our public address."""
    settings = desk().settings
    query = request.query_string.decode("ascii", "replace")
    known = settings.twilio_auth_token is not None and signed_by_twilio(
        auth_token=settings.twilio_auth_token,
        public_base_url=settings.public_base_url,
        path_and_query=f"{request.path}?{query}" if query else request.path,
        fields=request.form.to_dict(),
        headers=dict(request.headers),
    )
    if not known:
        abort(HTTPStatus.FORBIDDEN)


@blueprint.post("/status")
@permits("webhook.receive")
def status() -> Response:
    """What became of a text."""
    return _take_word(TEXT_STATUS, request.form.get("MessageStatus", ""), sid="MessageSid")


@blueprint.post("/call-status")
@permits("webhook.receive")
def call_status() -> Response:
    """What became of a call."""
    return _take_word(CALL_STATUS, request.form.get("CallStatus", ""), sid="CallSid")


@blueprint.post("/voice")
@permits("webhook.receive")
def voice() -> Response:
    """What a call says when somebody picks up."""
    with desk().database.reading(AllTowns()) as session:
        message = _message(session)
        call = words_of_call(session, message)
        language = message.language
    query = request.query_string.decode("ascii", "replace")
    listen_at = f"{desk().settings.public_base_url}{KEY_PATH}?{query}" if call.listens else None
    words = spoken(call.words, language=language, listen_at=listen_at, goodbye=call.goodbye)
    return Response(words, mimetype="text/xml")


@blueprint.post("/key")
@permits("webhook.receive")
def key() -> Response:
    """A key was pressed in a call."""
    with desk().database.writing(AllTowns()) as session:
        message = _message(session, alone=True)
        meaning = record_keypress(
            session,
            message=message,
            provider=PROVIDER,
            call_sid=request.form.get("CallSid", ""),
            key=request.form.get("Digits", "")[:1],
            by=BY,
            now=desk().clock(),
        )
        sentence, language = answer_to_key(session, message, meaning), message.language
    desk().wake()
    return Response(said(sentence, language=language), mimetype="text/xml")


@blueprint.post("/inbound")
@permits("webhook.receive")
def inbound() -> Response:
    """Somebody wrote a text to our number."""
    text = IncomingText(
        provider=PROVIDER,
        provider_sid=request.form.get("MessageSid", ""),
        from_number=request.form.get("From", ""),
        body=request.form.get("Body", "")[:LONGEST_BODY],
    )
    now = desk().clock()
    with desk().database.reading(AllTowns()) as session:
        index = phone_index(text.from_number)
        town_id = town_of_number(session, index, now=now)
    if town_id is None:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    with desk().database.writing(TownScope(town_id)) as session:
        record_inbound(session, town_id=town_id, text=text, by=BY, now=now)
    desk().wake()
    return Response("<Response/>", mimetype="text/xml")


def _take_word(table: Mapping[str, MessageStatus], word: str, *, sid: str) -> Response:
    """Write a word about a message; a word we do not know changes nothing."""
    status = table.get(word)
    if status is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    code = request.form.get("ErrorCode")
    failure = failure_of(code) or CALL_FAILURE.get(word)
    with desk().database.writing(AllTowns()) as session:
        record_delivery(
            session,
            message=_message(session, alone=True),
            word=DeliveryWord(
                status=status,
                code=failure.value if failure else None,
                provider=PROVIDER,
                provider_sid=request.form.get(sid),
                provider_code=code,
            ),
            by=BY,
            now=desk().clock(),
        )
    return Response(status=HTTPStatus.NO_CONTENT)


def _message(session: Session, *, alone: bool = False) -> Message:
    """The message this webhook is about; its identifier is ours and stands in the address."""
    try:
        message = find_message(session, UUID(request.args.get("mid", "")), alone=alone)
    except ValueError:
        message = None
    if message is None:
        abort(HTTPStatus.NOT_FOUND)
    return message
