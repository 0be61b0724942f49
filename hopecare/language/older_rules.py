"""Says once on a page that the year's figures are not known yet, and by which it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.rules_day import year_of_older_rules
from hopecare.language import N_

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.language.reader import Reader

NOT_IN_YET: Final = N_(
    "The figures of %(year)s are not in yet. This goes by those of %(older)s; ask the office."
)


def older_rules_in_words(
    pack: Pack | None, day: date, reader: Reader, *, used: date | None = None
) -> str:
    """Say by which figures a day is judged; nothing where its own are known, or none at all.

    An answer that was made already names the year of the rules it used.
    """
    older = None if pack is None else year_of_older_rules(pack, day)
    if older is not None and used is not None:
        older = used.year
    return "" if older is None else reader.say(NOT_IN_YET, year=str(day.year), older=str(older))
