"""The networks' blueprint: whatever Twilio has not signed for our public address is refused."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, Response, abort, request

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.extensions import csrf, desk
from hopecare.queries.hearing_towns import find_hearing
from hopecare.queries.messages import find_message
from notifications.twilio_webhook import signed_by_twilio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.two_towns import HeardInTown
    from models import Message

PROVIDER: Final = "twilio"
BY: Final = SystemActor(name="twilio")

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


def message_of(session: Session, *, alone: bool = False) -> Message:
    """The message this webhook is about; its identifier is ours and stands in the address."""
    try:
        message = find_message(session, UUID(request.args.get("mid", "")), alone=alone)
    except ValueError:
        message = None
    if message is None:
        abort(HTTPStatus.NOT_FOUND)
    return message


def heard_by(
    provider_sid: str, from_number: str, body: str | None, *, at: datetime
) -> Sequence[HeardInTown]:
    """Give the towns that hear what came in, the one that answers last; 503 where there is none."""
    with desk().database.reading(AllTowns()) as session:
        hearing = find_hearing(
            session,
            provider=PROVIDER,
            provider_sid=provider_sid,
            from_number=from_number,
            body=body,
            at=at,
        )
    if not hearing.town_ids:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    return tuple(hearing.everywhere(provider_sid))


def in_words(twiml: str) -> Response:
    """What Twilio shall say or do next."""
    return Response(twiml, mimetype="text/xml")
