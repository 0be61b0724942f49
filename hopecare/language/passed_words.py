"""What whoever is to ring reads about a help whose day is over, of which nobody wrote anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_
from hopecare.language.labels import label

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.needs import NeedKind
    from hopecare.language.reader import Reader


def did_they_come(helper: str, need: NeedKind, day: date, reader: Reader) -> str:
    """Say who was to come, with what and when, and what is to be done."""
    return reader.say(
        N_(
            "Nobody wrote down whether %(helper)s came (%(need)s, %(day)s). Ask how it went: then "
            "the help is met, moved to another day, or ended."
        ),
        helper=helper,
        need=label(reader.language, need),
        day=reader.day(day),
    )
