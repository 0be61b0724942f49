"""What whoever is to ring reads about aid that had met a need, and had not been given here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_
from hopecare.language.labels import label

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.aid import AidMistake
    from hopecare.domain.needs import NeedKind
    from hopecare.language.reader import Reader


def are_they_without(need: NeedKind, given_on: date, mistake: AidMistake, reader: Reader) -> str:
    """Say which need counts as met, by what of which day, why that is wrong, and what to do."""
    return reader.say(
        N_(
            "%(need)s counts as met by what was given on %(day)s, and that was taken back: "
            "%(mistake)s. Ask whether they still need it; if so, write the need down anew."
        ),
        need=label(reader.language, need),
        day=reader.day(given_on),
        mistake=label(reader.language, mistake),
    )
