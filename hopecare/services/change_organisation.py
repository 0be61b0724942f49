"""Change what is known of an office: how it is called, where it is, how one rings or writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from hopecare.errors import NotFoundError, StaleVersionError
from hopecare.queries.number_works import numbers_sought
from hopecare.queries.town_days import local_day
from hopecare.services.end_number_works import end_number_works
from models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def change_organisation(
    session: Session,
    *,
    organisation_id: UUID,
    version: int,
    said: Mapping[str, str | None],
    by: Actor,
    now: datetime,
) -> Organisation:
    """Write its columns over what was read, checked today; refuse where another was first.

    Another number ends the work of finding it.
    """
    office = session.get(
        Organisation, organisation_id, with_for_update=True, populate_existing=True
    )
    if office is None:
        raise NotFoundError(kind="organisation", id=organisation_id)
    if office.version != version:
        raise StaleVersionError(organisation_id=organisation_id, version=office.version)
    before = numbers_sought(session)
    for name, value in said.items():
        setattr(office, name, value)
    office.checked_on = local_day(session, office.town_id, now)
    flag_modified(office, "checked_on")  # said again word for word, it was still looked at
    session.flush()
    end_number_works(session, before=before, by=by, now=now)
    return office
