"""Everything that came in, texts, keys and calls, the newest first, with what became of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning
from hopecare.language import N_
from hopecare.queries.check_in_board import day_in
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, DayOfMoments, Id, Request
from hopecare.web.language import current_reader
from hopecare.web.listing import MOST_COUNTED, Column, Key, Listing, register
from hopecare.web.listings.replies import who_sent, words_of_reply
from models import ContactPoint, InboundMessage, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

Reviewer = aliased(Person, name="Reviewer")


class Which(StrEnum):
    """What of the inbox is wanted."""

    WAITS = "waits"
    READ = "read"
    UNDERSTOOD = "understood"


class Sender(StrEnum):
    """From whom."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class InboxFilter(Request):
    """What the inbox may be narrowed by; the days are those of the town."""

    which = Code(Which)
    channel = Code(Channel)
    meaning = Code(ReplyMeaning)
    sender = Code(Sender)
    from_on = DayOfMoments()
    until_on = DayOfMoments()
    person_id = Id()


WAITS: Final = and_(InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None))
STANDS: Final[dict[Which, ColumnElement[bool]]] = {
    Which.WAITS: WAITS,
    Which.READ: InboundMessage.reviewed_at.is_not(None),
    Which.UNDERSTOOD: and_(
        InboundMessage.needs_review.is_(False), InboundMessage.reviewed_at.is_(None)
    ),
}
IS_KNOWN: Final = select(ContactPoint.id).where(
    ContactPoint.town_id == InboundMessage.town_id,
    ContactPoint.value_index == InboundMessage.from_index,
).correlate(InboundMessage).exists() | InboundMessage.person_id.is_not(None)


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(InboundMessage, Person, Reviewer)
        .outerjoin(Person, Person.id == InboundMessage.person_id)
        .outerjoin(Reviewer, Reviewer.id == InboundMessage.reviewed_by_id)
        .where(visible("reply.read", identity, InboundMessage))
    )
    return asked.where(*_conditions(wanted))


def _conditions(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    """What each filter that was set asks of a row."""
    found: list[ColumnElement[bool]] = [
        getattr(InboundMessage, name) == wanted[name]
        for name in ("channel", "meaning", "person_id")
        if wanted.get(name)
    ]
    if wanted.get("which"):
        found.append(STANDS[wanted["which"]])
    if wanted.get("sender"):
        found.append(IS_KNOWN if wanted["sender"] is Sender.KNOWN else ~IS_KNOWN)
    zone = current_reader().zone
    if wanted.get("from_on"):
        found.append(InboundMessage.received_at >= day_in(zone, wanted["from_on"])[0])
    if wanted.get("until_on"):
        found.append(InboundMessage.received_at < day_in(zone, wanted["until_on"])[1])
    return found


def _stands(row: Row[Any], reader: Reader) -> str:
    """Say what became of it: still to be read, or what whoever read it has made of it."""
    inbound = row.InboundMessage
    if inbound.reviewed_at is None:
        return reader.say(N_("To be read") if inbound.needs_review else N_("Understood"))
    if inbound.report_id is not None:
        return reader.say(N_("Made a report"))
    if inbound.nothing_to_do is not None:
        return reader.label(inbound.nothing_to_do)
    return reader.say(N_("Read"))


def _tone(row: Row[Any]) -> str:
    waits = row.InboundMessage.needs_review and row.InboundMessage.reviewed_at is None
    return "soon" if waits else "good"


def _who_read(row: Row[Any], reader: Reader) -> str:
    if row.InboundMessage.reviewed_at is None:
        return ""
    name = row.Reviewer.full_name if row.Reviewer else ""
    return f"{name} {reader.moment(row.InboundMessage.reviewed_at)}".strip()


INBOX = register(
    Listing(
        name="inbox",
        title=N_("What came in"),
        permission="reply.read",
        endpoint="coordination.inbox",
        counts_to=MOST_COUNTED,
        filters=InboxFilter,
        source=_source,
        order=(Key(InboundMessage.received_at, descending=True), Key(InboundMessage.id)),
        columns=(
            Column(
                "when",
                N_("When"),
                lambda row, reader: reader.moment(row.InboundMessage.received_at),
                link=lambda row: url_for("coordination.reply", reply_id=row.InboundMessage.id),
            ),
            Column("who", N_("From whom"), who_sent),
            Column(
                "words",
                N_("Words"),
                lambda row, reader: words_of_reply(row.InboundMessage, reader),
            ),
            Column(
                "meaning",
                N_("Taken to mean"),
                lambda row, reader: reader.label(row.InboundMessage.meaning),
            ),
            Column("way", N_("How"), lambda row, reader: reader.label(row.InboundMessage.channel)),
            Column("stands", N_("Stands"), _stands, tone=_tone),
            Column("read_by", N_("Read by"), _who_read),
        ),
        people=lambda row: [row.InboundMessage.person_id],
        empty=N_("Nothing came in that fits these filters."),
    )
)
