"""The list of services one can refer into: by office, with what has ended last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import select

from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.places import called_in
from hopecare.queries.visibility import visible
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.fields import Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from models import Organisation, Service

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class ServicesFilter(Request):
    """What the list of services may be narrowed by."""

    ended_too = Ticked()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    every = (
        select(Service, Organisation)
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(visible("organisation.read", identity, Service))
    )
    asked = cast("Select[Any]", every)
    return asked if wanted.get("ended_too") else asked.where(Service.ended_on.is_(None))


def _stands(row: Row[Any], reader: Reader) -> str:
    if row.Service.ended_on is None:
        return reader.say(N_("One can refer"))
    return reader.say(N_("Ended on %(day)s"), day=reader.day(row.Service.ended_on))


def _programme(row: Row[Any], reader: Reader) -> str:
    """Say the name the rules give it; what no rules know stands as it was typed."""
    key, pack = row.Service.programme or "", find_country_pack(reader.country)
    return key if pack is None else programme_name(pack, key, reader.language)


SERVICES: Final = register(
    Listing(
        name="services",
        title=N_("Offices and services"),
        permission="organisation.read",
        endpoint="coordination.organisations",
        filters=ServicesFilter,
        source=_source,
        order=(Key(Organisation.name), Key(Service.id)),
        columns=(
            Column(
                "office",
                N_("Office"),
                lambda row, reader: called_in(row.Organisation, reader.language),
            ),
            Column(
                "service",
                N_("Service"),
                lambda row, reader: called_in(row.Service, reader.language),
            ),
            Column(
                "phone",
                N_("Telephone"),
                lambda row, reader: reader.phone(row.Organisation.phone),
            ),
            Column("programme", N_("Programme"), _programme),
            Column("stands", N_("Stands"), _stands),
        ),
        empty=N_("No office yet. Please add the first one."),
    )
)
