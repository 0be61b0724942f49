"""What a page says where the figures of its day are not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language.older_rules import older_rules_in_words
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from datetime import date


def older_rules(asked: date | None = None) -> str:
    """Say by which figures today goes, or a later day that is asked about; nothing by its own."""
    reader = current_reader()
    day = max(asked or reader.today, reader.today)
    return older_rules_in_words(find_country_pack(current_town().country), day, reader)
