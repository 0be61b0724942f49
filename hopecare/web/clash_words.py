"""What somebody has promised already, in the words of whoever reads it; the same at every door."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hopecare.queries.clashes import clash_of_offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.clashes import Clash


def clash_words(clash: Clash, reader: Reader) -> str:
    """Name the help and its hour, and nobody; the day alone where no hour is said."""
    at = clash.at
    when = reader.moment(at) if isinstance(at, datetime) else reader.day(at)
    return f"{reader.label(clash.kind)}, {when}"


def clash_said(session: Session, offer_id: UUID, reader: Reader, *, now: datetime) -> str:
    """Name what stands against a yes to this offer; a dash where nothing does any more."""
    clash = clash_of_offer(session, offer_id, now=now)
    return "-" if clash is None else clash_words(clash, reader)


def clashes_in_words(
    clashes: Mapping[UUID, Clash | None], reader: Reader
) -> Mapping[UUID, str | None]:
    """Say each by its key; None where nothing stands against it."""
    return {key: clash_words(each, reader) if each else None for key, each in clashes.items()}
