"""What a resident's pages say is to be watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.casework.ways import answer_today
from hopecare.language.watch_words import watching_in_words
from hopecare.queries.watches import watches_in
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.language.watch_words import Watching
    from models import Assessment


def watching_of(session: Session, last: Assessment | None) -> Watching | None:
    """Say what is to be watched of somebody's last answer; None where there is none."""
    pack, reader = find_country_pack(current_town().country), current_reader()
    if last is None or pack is None or last.pack != pack.key:
        return None
    watches = watches_in(session, last, pack, today=reader.today)
    return watching_in_words(watches, answer_today(last), pack, reader)
