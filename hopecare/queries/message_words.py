"""The words of messages, read one by one: what no key opens says so and breaks nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare import keyring
from hopecare.errors import KeyUnknownError
from hopecare.queries.old_ciphers import as_it_lies
from models import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

_LABEL: Final = "messages.body"


@dataclass(frozen=True, slots=True)
class MessageWords:
    """What a message says; nothing where it is not kept, or where no key opens it."""

    text: str | None
    is_sealed: bool = False


WORDLESS: Final = MessageWords(None)


def words_by_message(session: Session, message_ids: Sequence[UUID]) -> Mapping[UUID, MessageWords]:
    """Read what each of these messages says."""
    wanted = select(Message.id, as_it_lies(Message, "body")).where(Message.id.in_(message_ids))
    return {message_id: opened(sealed) for message_id, sealed in session.execute(wanted)}


def opened(sealed: bytes | None) -> MessageWords:
    """Open words as they lie in the database."""
    if sealed is None:
        return WORDLESS
    try:
        return MessageWords(keyring.current().decrypt(sealed, label=_LABEL).decode())
    except KeyUnknownError:
        return MessageWords(None, is_sealed=True)
