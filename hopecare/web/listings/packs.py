"""The list of evidence packs that were made: for whom, and by what right."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import GOOD, SOON
from models import Case, EvidencePack, Person

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class Right(StrEnum):
    """By what right a pack left."""

    CONSENT = "consent"
    REASON = "reason"


RIGHTS: Final = {
    Right.CONSENT: N_("With the resident's yes"),
    Right.REASON: N_("Without a yes, for a reason"),
}


_MAKER: Final = aliased(Person, name="maker")


class PacksFilter(Request):
    """What the list may be narrowed by."""

    right = Code(Right)


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(EvidencePack, Case, Person, _MAKER)
        .join(Case, Case.id == EvidencePack.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(_MAKER, _MAKER.id == EvidencePack.made_by_id)
        .where(visible("pack.read", identity, Case))
    )
    if wanted.get("right"):
        by_consent = EvidencePack.consent_entry_id.is_not(None)
        asked = asked.where(by_consent if wanted["right"] is Right.CONSENT else ~by_consent)
    return asked


def right_of(pack: EvidencePack) -> Right:
    """Say by what right it left."""
    return Right.REASON if pack.consent_entry_id is None else Right.CONSENT


def said_right(pack: EvidencePack, reader: Reader) -> str:
    """Say by what right it left, and by which one without a yes, where that was kept."""
    said = (reader.say(RIGHTS[right_of(pack)]), reader.label(pack.override_reason))
    return " · ".join(part for part in said if part)


PACKS = register(
    Listing(
        name="packs",
        title=N_("Evidence packs"),
        permission="pack.read",
        endpoint="casework.packs",
        filters=PacksFilter,
        source=_source,
        order=(Key(EvidencePack.made_at, descending=True), Key(EvidencePack.id)),
        columns=(
            Column(
                "pack",
                N_("Pack"),
                lambda row, _reader: row.EvidencePack.code,
                link=lambda row: url_for("casework.pack", pack_id=row.EvidencePack.id),
            ),
            Column("resident", N_("Resident"), lambda row, _reader: row.Person.full_name),
            Column("recipient", N_("For"), lambda row, _reader: row.EvidencePack.recipient),
            Column("made", N_("Made"), lambda row, reader: reader.moment(row.EvidencePack.made_at)),
            Column(
                "right",
                N_("By what right"),
                lambda row, reader: said_right(row.EvidencePack, reader),
                tone=lambda row: GOOD if row.EvidencePack.consent_entry_id else SOON,
            ),
            Column(
                "reason",
                N_("Reason"),
                lambda row, _reader: row.EvidencePack.override_words or "",
            ),
            Column(
                "benefits_chosen",
                N_("Other benefits, chosen on"),
                lambda row, reader: reader.day(row.EvidencePack.benefits_chosen_on),
                is_day=True,
            ),
            Column(
                "by",
                N_("Made by"),
                lambda row, _reader: row.maker.full_name if row.maker else "",
            ),
        ),
        people=lambda row: [row.Person.id, row.maker.id if row.maker else None],
        empty=N_("No evidence pack was made yet."),
    )
)
