"""Twilio's webhooks: signed by Twilio or refused; each is taken in once, whatever is repeated."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Response, request

from blueprints.webhooks import routes_calls, routes_calls_in
from blueprints.webhooks.door import BY, PROVIDER, blueprint, heard_by, in_words, message_of
from hopecare.database import AllTowns, TownScope
from hopecare.extensions import desk
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.tell_stranger import tell_stranger
from hopecare.web.permits import permits
from notifications.twilio_answer import written_back
from notifications.twilio_codes import (
    CALL_FAILURE,
    CALL_STATUS,
    PASSING_LATER,
    TEXT_STATUS,
    charge_of,
    failure_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from hopecare.domain.care_path import MessageStatus
    from hopecare.domain.two_towns import HeardInTown
    from notifications.port import Charge

__all__ = ["blueprint", "routes_calls", "routes_calls_in"]

LONGEST_BODY: Final = 1600


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
    *others, first = heard_by(text.provider_sid, text.from_number, text.body, at=now)
    for other in others:
        _record(text, other, now)
    row_id = _record(text, first, now)
    with desk().database.writing(TownScope(first.town_id)) as session:
        words = tell_stranger(session, reply_id=row_id, own_numbers=_own_numbers(), now=now)
    desk().wake()
    return in_words(written_back(words))


def _record(text: IncomingText, heard: HeardInTown, now: datetime) -> UUID:
    """Keep it in one of the towns that hear it."""
    said = replace(text, provider_sid=heard.provider_sid, is_sure=heard.is_sure)
    with desk().database.writing(TownScope(heard.town_id)) as session:
        return record_inbound(session, town_id=heard.town_id, text=said, by=BY, now=now).id


def _own_numbers() -> frozenset[str]:
    """Numbers that are ours: the one they wrote to, and the one we write from."""
    ours = (request.form.get("To"), desk().settings.twilio_from_number)
    return frozenset(number for number in ours if number)


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
            message=message_of(session, alone=True),
            word=DeliveryWord(
                status=status,
                code=failure.value if failure else None,
                provider=PROVIDER,
                provider_sid=request.form.get(sid),
                provider_code=code,
                charge=_charge(),
                attempt=_attempt(),
                passes=failure in PASSING_LATER,
            ),
            by=BY,
            now=desk().clock(),
        )
    return Response(status=HTTPStatus.NO_CONTENT)


def _attempt() -> int | None:
    """Which send this webhook is about: its number is ours and stands in the address."""
    said = request.args.get("a", "")
    return int(said) if said.isascii() and said.isdigit() else None


def _charge() -> Charge | None:
    """What this webhook says was counted and charged, if it does."""
    said = request.form.get
    return charge_of(
        segments=said("NumSegments"),
        seconds=said("CallDuration"),
        price=said("Price"),
        unit=said("PriceUnit"),
    )
