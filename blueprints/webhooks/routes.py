"""Twilio's webhooks: signed by Twilio or refused; each is taken in once, whatever is repeated."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Response, abort, request

from blueprints.webhooks import routes_calls, routes_calls_in
from blueprints.webhooks.door import BY, PROVIDER, blueprint, in_words, message_of
from hopecare.database import AllTowns, TownScope
from hopecare.extensions import desk
from hopecare.queries.messages import town_of_number
from hopecare.queries.search_terms import phone_index
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

    from hopecare.domain.care_path import MessageStatus
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
    with desk().database.reading(AllTowns()) as session:
        index = phone_index(text.from_number)
        town_id = town_of_number(session, index, now=now)
    if town_id is None:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    with desk().database.writing(TownScope(town_id)) as session:
        row_id = record_inbound(session, town_id=town_id, text=text, by=BY, now=now).id
    with desk().database.writing(TownScope(town_id)) as session:
        words = tell_stranger(session, reply_id=row_id, own_numbers=_own_numbers(), now=now)
    desk().wake()
    return in_words(written_back(words))


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
