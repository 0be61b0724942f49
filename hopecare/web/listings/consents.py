"""The list of consents that end: whose yes has run out or soon does, the first day first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.roles import Role
from hopecare.language import N_
from hopecare.queries.consent_ends import ends_soon
from hopecare.queries.merged import leads_to
from hopecare.queries.residents import has_role
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CRISIS, SOON
from models import Area, ConsentEntry, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class ConsentsFilter(Request):
    """What the list of consents may be narrowed by."""

    purpose = Code(ConsentPurpose)
    area_id = Id()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    today = current_reader().today
    asked: Select[*tuple[Any, ...]] = (
        select(ConsentEntry, Person, Area)
        .select_from(ConsentEntry)
        .join(Person, Person.id == leads_to(ConsentEntry.person_id))
        .outerjoin(Area, Area.id == Person.area_id)
        .where(
            visible("consent.read", identity, ConsentEntry),
            has_role(Role.RESIDENT, on=today),
            Person.died_on.is_(None),
            ends_soon(today),
        )
    )
    if wanted.get("purpose"):
        asked = asked.where(ConsentEntry.purpose == wanted["purpose"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    return asked


def end_words(row: Row[Any], reader: Reader) -> str:
    """Say whether it has ended, or when it ends."""
    on = row.ConsentEntry.expires_on
    words = N_("ended %(day)s") if on <= reader.today else N_("ends %(day)s")
    return reader.say(words, day=reader.day(on))


def end_tone(row: Row[Any]) -> str:
    """Say how urgent it is: what has ended already forbids something today."""
    return CRISIS if row.ConsentEntry.expires_on <= current_reader().today else SOON


CONSENTS = register(
    Listing(
        name="consents",
        title=N_("Consents that end"),
        permission="consent.read",
        endpoint="casework.consents_that_end",
        filters=ConsentsFilter,
        source=_source,
        order=(Key(ConsentEntry.expires_on), Key(ConsentEntry.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.consents", person_id=row.Person.id),
            ),
            Column(
                "purpose",
                N_("What for"),
                lambda row, reader: reader.label(row.ConsentEntry.purpose),
            ),
            Column("ends", N_("Until"), end_words, tone=end_tone),
            Column("form", N_("How"), lambda row, reader: reader.label(row.ConsentEntry.form)),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No consent ends in the next 30 days."),
    )
)
