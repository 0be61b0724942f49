"""A telephone on screen: read what somebody got, pick up when it rings, press keys, write back.

Not registered where settings do not allow it, and they never do in production. It uses the very
verbs that the webhooks use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for

from blueprints.handset.seen import note_seen
from blueprints.handset.shelf import shelf_of
from hopecare.domain.answer_links import LINK_PLACE
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.identity import SystemActor
from hopecare.domain.send_gate import night_ends
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.call_words import answer_to_key, words_of_call
from hopecare.queries.handset import handset_of
from hopecare.queries.messages import find_message
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.language import current_language
from hopecare.web.pages import again, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.press_key import MissCallRequest, PressKeyRequest
from hopecare.web.requests.write_reply import WriteReplyRequest
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Town
from notifications.answer_links import token_of
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Message

PROVIDER: Final = "console"
BY: Final = SystemActor(name="handset")

blueprint = Blueprint("handset", __name__, template_folder="templates", url_prefix="/handset")


@blueprint.get("/")
@permits("handset.use")
def shelf() -> Response:
    """Whose telephone to pick up."""
    typed = request.args.get("q", "")
    with reading() as session:
        return page("handset/shelf.html", shelf=shelf_of(session, typed), typed=typed)


@blueprint.get("/<uuid:person_id>")
@permits("handset.use")
def phone(person_id: UUID) -> Response:
    """One telephone; with `?call=` a call is picked up on it. Looking changes nothing."""
    answer = _phone(person_id, blank_form())
    return note_seen(answer, person_id, now=desk().clock())


def _phone(person_id: UUID, form: Form) -> Response:
    """The telephone with a form on it."""
    now = desk().clock()
    with reading() as session:
        handset = handset_of(session, person_id, now=now)
        call = _picked_up(session, request.args.get("call", ""))
        words = words_of_call(session, call) if call else None
        town = current_town()
        local_now = now.astimezone(ZoneInfo(town.zone))
        own = session.get_one(Town, town.id)
        profile = profile_of_town(session, own, on=local_now.date())
        show = page if form.is_valid else again
        return show(
            "handset/phone.html",
            handset=handset,
            call=call,
            words=words,
            form=form,
            writes_back=profile.resident_reply_way is ReplyWay.SMS,
            now=now,
            night_ends=night_ends(local_now, profile),
            has_links=profile.links_allowed,
            link_place=LINK_PLACE,
            link_of=lambda message_id: url_for("answering.question", token=token_of(message_id)),
            place=town.called(current_language()),
        )


@blueprint.post("/<uuid:person_id>/key")
@permits("handset.use")
def press(person_id: UUID) -> Response:
    """Press a key in a call."""
    form = read_form(PressKeyRequest)
    if not form.is_valid:
        return _phone(person_id, form)

    def act(session: Session) -> str:
        message = _message(session, form.data["message_id"], person_id)
        now = desk().clock()
        meaning = record_keypress(
            session,
            message=message,
            provider=PROVIDER,
            call_sid=str(message.id),
            key=str(form.data["key"]),
            by=BY,
            now=now,
        )
        _write_fate(session, message, MessageStatus.DELIVERED)
        said(
            N_("The call says: %(words)s"), words=answer_to_key(session, message, meaning, now=now)
        )
        return url_for("handset.phone", person_id=person_id)

    return act_once(BY, act)


@blueprint.post("/<uuid:person_id>/miss")
@permits("handset.use")
def miss(person_id: UUID) -> Response:
    """Let it ring."""
    form = read_form(MissCallRequest)
    if not form.is_valid:
        return _phone(person_id, form)

    def act(session: Session) -> str:
        message = _message(session, form.data["message_id"], person_id)
        _write_fate(session, message, MessageStatus.UNDELIVERED, code="no_answer")
        return url_for("handset.phone", person_id=person_id)

    return act_once(BY, act)


@blueprint.post("/<uuid:person_id>/reply")
@permits("handset.use")
def reply(person_id: UUID) -> Response:
    """Write a text back."""
    form = read_form(WriteReplyRequest)
    if not form.is_valid:
        return _phone(person_id, form)

    def act(session: Session) -> str:
        now = desk().clock()
        text = IncomingText(
            provider=PROVIDER,
            provider_sid=f"handset-{uuid4()}",
            from_number=handset_of(session, person_id, now=now).number,
            body=form.data["body"],
        )
        record_inbound(session, town_id=current_town().id, text=text, by=BY, now=now)
        return url_for("handset.phone", person_id=person_id)

    return act_once(BY, act)


def _picked_up(session: Session, message_id: str) -> Message | None:
    """The call that was picked up, if one was."""
    try:
        return find_message(session, UUID(message_id)) if message_id else None
    except ValueError:
        return None


def _message(session: Session, message_id: UUID, person_id: UUID) -> Message:
    """A message on this very telephone."""
    message = find_message(session, message_id, alone=True)
    if message is None or message.to_person_id != person_id:
        raise NotFoundError(message_id=message_id)
    return message


def _write_fate(
    session: Session, message: Message, status: MessageStatus, *, code: str | None = None
) -> None:
    """What became of a call."""
    word = DeliveryWord(status=status, code=code, provider=PROVIDER)
    record_delivery(session, message=message, word=word, by=BY, now=desk().clock())
