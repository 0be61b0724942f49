"""Pages whose address is a key: told to nobody, kept by nobody, and not to be found by trying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.database import TownScope
from hopecare.domain.answer_links import A_WHILE
from hopecare.extensions import desk
from hopecare.services.count_wrong_link import count_wrong_link
from hopecare.web.town import find_current_town
from hopecare.web.visitors import visitor_codes

if TYPE_CHECKING:
    from flask import Response

GUARDED: Final = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def guard(response: Response) -> Response:
    """Let no browser, proxy or search engine keep the address or the page."""
    response.headers.update(GUARDED)
    return response


def count_wrong_try(*, could_be_ours: bool) -> None:
    """Count an address that opens nothing; who tries on and on is refused."""
    town, now = find_current_town(), desk().clock()
    visitor = visitor_codes(now, now - A_WHILE)
    if town is not None and visitor and could_be_ours:
        with desk().database.writing(TownScope(town.id)) as session:
            count_wrong_link(session, visitor=visitor, town_id=town.id, now=now)
