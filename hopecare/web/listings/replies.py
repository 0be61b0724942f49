"""What a person has to read of what came in: calls for help first, then what waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import case, select

from hopecare.domain.channels import Channel
from hopecare.domain.replies import DISTRESS, ReplyMeaning
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.messages import WORDS_ERASED
from models import InboundMessage, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

DISTRESS_FIRST: Final = case((InboundMessage.meaning.in_(DISTRESS), 0), else_=1)


class RepliesFilter(Request):
    """What the review queue may be narrowed by."""

    meaning = Code(ReplyMeaning)
    channel = Code(Channel)
    person_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(InboundMessage, Person)
        .outerjoin(Person, Person.id == InboundMessage.person_id)
        .where(
            visible("reply.read", identity, InboundMessage),
            InboundMessage.needs_review.is_(True),
            InboundMessage.reviewed_at.is_(None),
        )
    )
    for name in ("meaning", "channel", "person_id"):
        if wanted.get(name):
            asked = asked.where(getattr(InboundMessage, name) == wanted[name])
    return asked


def who_sent(row: Row[Any], reader: Reader) -> str:
    """Name whose it is, or the number where nobody knows."""
    number = reader.phone(row.InboundMessage.from_number)
    if row.Person is None and row.InboundMessage.erased_at is not None:
        return reader.say(N_("The number is erased"))
    return row.Person.full_name if row.Person else number or reader.say(N_("Number withheld"))


def words_of_reply(row: InboundMessage, reader: Reader) -> str:
    """Say what was written or pressed; of a call to us, what they wanted."""
    if row.erased_at is not None:
        return reader.say(WORDS_ERASED)
    if row.body or row.channel is not Channel.VOICE:
        return row.body or ""
    if row.wants_call:
        return reader.say(N_("Rang us and asks to be called back"))
    return reader.say(N_("Rang us"))


def _tone(row: Row[Any]) -> str:
    return "crisis" if row.InboundMessage.meaning in DISTRESS else "soon"


REPLIES = register(
    Listing(
        name="replies",
        title=N_("Replies to read"),
        permission="reply.read",
        endpoint="coordination.replies",
        filters=RepliesFilter,
        source=_source,
        order=(
            Key(DISTRESS_FIRST),  # type: ignore[arg-type]
            Key(InboundMessage.received_at),
            Key(InboundMessage.id),
        ),
        columns=(
            Column(
                "who",
                N_("From whom"),
                who_sent,
                link=lambda row: url_for("coordination.reply", reply_id=row.InboundMessage.id),
            ),
            Column(
                "words",
                N_("Words"),
                lambda row, reader: words_of_reply(row.InboundMessage, reader),
            ),
            Column(
                "meaning",
                N_("Taken to mean"),
                lambda row, reader: reader.label(row.InboundMessage.meaning),
                tone=_tone,
            ),
            Column(
                "way",
                N_("How"),
                lambda row, reader: reader.label(row.InboundMessage.channel),
            ),
            Column(
                "when",
                N_("Waits since"),
                lambda row, reader: reader.moment(row.InboundMessage.received_at),
            ),
        ),
        people=lambda row: [row.InboundMessage.person_id],
        empty=N_("No reply waits to be read. What is plain goes to its question by itself."),
    )
)
