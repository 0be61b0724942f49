"""The list of what people answered: first of all what a person has to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.domain.replies import ReplyMeaning
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from models import InboundMessage, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class RepliesFilter(Request):
    """Without anything, what a person has to read; with `all`, everything that came in."""

    all = Ticked()
    meaning = Code(ReplyMeaning)
    person_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(InboundMessage, Person)
        .outerjoin(Person, Person.id == InboundMessage.person_id)
        .where(visible("reply.read", identity, InboundMessage))
    )
    if not wanted.get("all"):
        asked = asked.where(
            InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None)
        )
    if wanted.get("meaning"):
        asked = asked.where(InboundMessage.meaning == wanted["meaning"])
    if wanted.get("person_id"):
        asked = asked.where(InboundMessage.person_id == wanted["person_id"])
    return asked


def _who(row: Row[Any], reader: Reader) -> str:
    return row.Person.full_name if row.Person else reader.phone(row.InboundMessage.from_number)


def _waits(row: Row[Any]) -> bool:
    return row.InboundMessage.needs_review and row.InboundMessage.reviewed_at is None


def _stands(row: Row[Any], reader: Reader) -> str:
    if _waits(row):
        return reader.say(N_("To be read"))
    return reader.say(N_("Read") if row.InboundMessage.reviewed_at else N_("Understood"))


REPLIES = register(
    Listing(
        name="replies",
        title=N_("Replies to read"),
        permission="reply.read",
        endpoint="coordination.replies",
        filters=RepliesFilter,
        source=_source,
        order=(Key(InboundMessage.received_at, descending=True), Key(InboundMessage.id)),
        columns=(
            Column(
                "who",
                N_("From"),
                _who,
                link=lambda row: url_for("coordination.reply", reply_id=row.InboundMessage.id),
            ),
            Column("words", N_("Words"), lambda row, _reader: row.InboundMessage.body or ""),
            Column(
                "meaning",
                N_("Taken to mean"),
                lambda row, reader: reader.label(row.InboundMessage.meaning),
            ),
            Column(
                "stands",
                N_("Stands"),
                _stands,
                tone=lambda row: "soon" if _waits(row) else "good",
            ),
            Column(
                "when",
                N_("When"),
                lambda row, reader: reader.moment(row.InboundMessage.received_at),
            ),
        ),
        people=lambda row: [row.InboundMessage.person_id],
        empty=N_("No reply waits to be read. What is plain goes to its question by itself."),
    )
)
