"""Whether nobody is on duty now, for whoever reads a page: asked once a request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.extensions import desk
from hopecare.queries.duty import cover_of
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import once_a_request
from hopecare.web.scopes import reading
from hopecare.web.town import find_current_town

if TYPE_CHECKING:
    from hopecare.domain.duty import Cover


def nobody_on_duty() -> Cover | None:
    """Give from when somebody is on duty again; None while somebody is, and without a town.

    Of the reader's own centre; for the public, and those who work for the town, of any.
    """
    return once_a_request("nobody_on_duty", _find)


def _find() -> Cover | None:
    town, identity = find_current_town(), find_current_identity()
    if town is None:
        return None
    now = desk().clock()
    with reading() as session:
        cover = cover_of(
            session,
            town_id=town.id,
            centre_id=identity.centre_id if identity else None,
            now=now,
            on=now.astimezone(ZoneInfo(town.zone)).date(),
        )
    return None if cover.is_named else cover
