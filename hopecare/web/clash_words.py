"""What somebody has promised already, in the words of whoever reads it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from hopecare.language.reader import Reader
    from hopecare.queries.clashes import Clash


def clash_words(clash: Clash, reader: Reader) -> str:
    """Name the help and its hour; the day alone where no hour is said."""
    at = clash.at
    when = reader.moment(at) if isinstance(at, datetime) else reader.day(at)
    return f"{reader.label(clash.kind)}, {when}"


def clashes_in_words(
    clashes: Mapping[UUID, Clash | None], reader: Reader
) -> Mapping[UUID, str | None]:
    """Say each by its key; None where nothing stands against it."""
    return {key: clash_words(each, reader) if each else None for key, each in clashes.items()}
