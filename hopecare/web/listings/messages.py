"""The list of texts and calls that leave: the newest first, secrets never in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import defer

from hopecare.domain.delivery import MessageKind
from hopecare.language import N_
from hopecare.queries.message_words import opened
from hopecare.queries.old_ciphers import as_it_lies
from hopecare.queries.told_together import was_told_together
from hopecare.queries.visibility import visible
from hopecare.web.listing import MOST_COUNTED, Column, Key, Listing, register
from hopecare.web.listings.message_filters import MessagesFilter, narrowed
from hopecare.web.tones import tone_of
from models import Message, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader
    from hopecare.queries.message_words import MessageWords

TOGETHER: Final = N_("Told by another's message, on the telephone they share")
WORDS_ERASED: Final = N_("The words were old and are erased.")


def words_of(kind: MessageKind, words: MessageWords, reader: Reader) -> str:
    """Give what was promised to be said; a secret, and what no key opens, only says so."""
    if kind is MessageKind.SIGN_IN_CODE:
        return reader.say(N_("A secret number. It is shown to nobody."))
    if words.is_sealed:
        return reader.say(N_("No key of ours opens these words."))
    return reader.say(WORDS_ERASED) if words.text is None else words.text


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(
            Message,
            Person,
            as_it_lies(Message, "body").label("sealed"),
            was_told_together().label("together"),
        )
        # Everybody written to is there: an outer join only keeps a database from going through all
        # people first, and sorting what it finds.
        .outerjoin(Person, Person.id == Message.to_person_id)
        .where(visible("message.read", identity, Message))
        .options(defer(Message.body))  # read by itself: what no key opens breaks no list
    )
    return narrowed(asked, wanted)


def _tone(row: Row[Any]) -> str:
    return "good" if row.together else tone_of(row.Message.status)


def _status(row: Row[Any], reader: Reader) -> str:
    if row.together:
        return reader.say(TOGETHER)
    said = reader.label(row.Message.status)
    reason = row.Message.hold_reason
    return f"{said}: {reader.label(reason)}" if reason else said


def _words(row: Row[Any], reader: Reader) -> str:
    return words_of(row.Message.kind, opened(row.sealed), reader)


MESSAGES = register(
    Listing(
        name="messages",
        title=N_("Texts and calls"),
        permission="message.read",
        endpoint="coordination.messages",
        counts_to=MOST_COUNTED,
        filters=MessagesFilter,
        source=_source,
        order=(Key(Message.created_at, descending=True), Key(Message.id)),
        columns=(
            Column(
                "when",
                N_("When"),
                lambda row, reader: reader.moment(row.Message.created_at),
                link=lambda row: url_for("coordination.message", message_id=row.Message.id),
            ),
            Column("to", N_("To"), lambda row, _reader: row.Person.full_name),
            Column("kind", N_("What for"), lambda row, reader: reader.label(row.Message.kind)),
            Column("status", N_("Stands"), _status, tone=_tone),
            Column("way", N_("How"), lambda row, reader: reader.label(row.Message.channel)),
            Column("words", N_("Words"), _words),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nothing was sent here yet. Check-ins, requests and alerts appear by themselves."),
    )
)
