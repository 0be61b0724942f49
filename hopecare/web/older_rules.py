"""What a page says where the figures of its day are not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.rules_day import rules_day
from hopecare.language.older_rules import older_rules_in_words
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from datetime import date


def older_rules(asked: date | None = None, used: date | None = None) -> str:
    """Say by which figures today goes, or a later day that is asked about; nothing by its own.

    `used` is the day of the rules by which an answer was made; without it, what is judged anew
    for a day gone by goes by the rules of that day.
    """
    reader, pack = current_reader(), find_country_pack(current_town().country)
    day = max(asked or reader.today, reader.today)
    if used is None and pack is not None and asked is not None:
        used = rules_day(pack, asked)
    return older_rules_in_words(pack, day, reader, used=used)
