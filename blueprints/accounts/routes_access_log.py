"""Who looked at what: the list, and whom one look showed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from blueprints.accounts.door import blueprint
from hopecare.errors import NotFoundError
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.access_log import ACCESS_LOG
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.purposes import purpose_words
from hopecare.web.scopes import reading
from models import AccessLogEntry, Account, Person

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/access-log")
@permits("access_log.read")
def access_log() -> ResponseReturnValue:
    """List who looked at what, the newest first."""
    with reading() as session:
        staff = session.execute(
            select(Account.id, Person.full_name)
            .join(Person, Person.id == Account.person_id)
            .where(Account.name.is_not(None))
        ).all()
    choices = sorted(((str(key), name) for key, name in staff), key=lambda each: each[1])
    return show_listing(ACCESS_LOG, "accounts/access_log.html", staff=choices)


@blueprint.get("/access-log/<uuid:entry_id>")
@permits("access_log.read")
def access_entry(entry_id: UUID) -> ResponseReturnValue:
    """Show whom one look showed."""
    with reading() as session:
        refuse_unless(session, "access_log.read", current_identity(), AccessLogEntry, entry_id)
        entry = session.get(AccessLogEntry, entry_id)
        if entry is None:
            raise NotFoundError(kind="access_log_entry", id=entry_id)
        account = session.get(Account, entry.account_id) if entry.account_id else None
        ids = [UUID(each) for each in entry.person_ids]
        names = names_of(session, [*ids, account.person_id if account else None])
    shown(ids)
    return page(
        "accounts/access_entry.html",
        entry=entry,
        who=names.get(account.person_id) if account else entry.actor,
        purpose=purpose_words(entry.purpose, current_reader()),
        people=sorted((names[each], each) for each in ids if each in names),
    )
