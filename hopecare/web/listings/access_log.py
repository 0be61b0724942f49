"""Who looked at what: one line a page or file that showed somebody, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import Text, or_, select

from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.standing_consents import records_of
from hopecare.web.fields import Id, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.purposes import purpose_words
from models import AccessLogEntry, Account, Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class AccessLogFilter(Request):
    """By who looked, and by who was shown."""

    account_id = Id()
    person_id = Id()


def _source(
    session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(AccessLogEntry, Account, Person)
        .outerjoin(Account, Account.id == AccessLogEntry.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(visible("access_log.read", identity, AccessLogEntry))
    )
    if wanted.get("account_id"):
        asked = asked.where(AccessLogEntry.account_id == wanted["account_id"])
    if wanted.get("person_id"):
        asked = asked.where(_shows_any(session.scalars(records_of(wanted["person_id"]))))
    return asked


def _shows_any(person_ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Make the condition that a look showed one of these records: append-only, as it was seen."""
    # A JSON list of keys as text: a key stands between its quotes on both databases.
    listed = AccessLogEntry.person_ids.cast(Text)
    return or_(*(listed.contains(f'"{each}"') for each in person_ids))


def _who(row: Row[Any], _reader: Reader) -> str:
    return str(row.Person.full_name if row.Person else row.AccessLogEntry.actor)


ACCESS_LOG = register(
    Listing(
        name="access_log",
        title=N_("Who looked at what"),
        permission="access_log.read",
        endpoint="accounts.access_log",
        filters=AccessLogFilter,
        source=_source,
        order=(Key(AccessLogEntry.at, descending=True), Key(AccessLogEntry.id)),
        columns=(
            Column(
                "at",
                N_("When"),
                lambda row, reader: reader.moment(row.AccessLogEntry.at),
                link=lambda row: url_for("accounts.access_entry", entry_id=row.AccessLogEntry.id),
            ),
            Column("who", N_("Who looked"), _who),
            Column(
                "purpose",
                N_("What for"),
                lambda row, reader: purpose_words(row.AccessLogEntry.purpose, reader),
            ),
            Column(
                "people",
                N_("People shown"),
                lambda row, reader: reader.count(len(row.AccessLogEntry.person_ids)),
                is_number=True,
            ),
        ),
        people=lambda row: [row.Person.id if row.Person else None],
        empty=N_("Nothing yet. Every page that shows somebody leaves a line here."),
    )
)
