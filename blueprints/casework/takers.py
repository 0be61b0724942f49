"""Who may be asked to take a case over, as the page offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.areas import centres
from hopecare.queries.case_transfers import away_now, takers_elsewhere, takers_of
from hopecare.queries.places import called_in
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Case

    Choices = list[tuple[str, str]]


def taker_choices(session: Session, case: Case) -> tuple[Choices, Choices]:
    """Offer whoever may take it here, and at the other centres by the name of their centre."""
    reader = current_reader()
    here = takers_of(session, case, on=reader.today)
    there = takers_elsewhere(session, case, on=reader.today)
    known = [*here, *((each.person_id, each.name) for each in there)]
    away = away_now(session, [each for each, _ in known], now=desk().clock())
    is_away = reader.say(N_("away now"))
    said = {each: f"{name} ({is_away})" if each in away else name for each, name in known}
    named = {each.id: called_in(each, reader.language) for each in centres(session)}
    elsewhere = [
        (str(each.person_id), f"{named[each.centre_id]} · {said[each.person_id]}") for each in there
    ]
    elsewhere.sort(key=lambda each: each[1])
    return [(str(each), said[each]) for each, _ in here], elsewhere
