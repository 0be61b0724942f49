"""The list of cases that are offered to another owner."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.domain.case_transfers import TransferStatus
from hopecare.language import N_
from hopecare.queries.case_transfers import waits_for_me, waits_for_others
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CALM, SOON
from models import Area, Case, CaseTransfer, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

_From = aliased(Person, name="offerer")
_To = aliased(Person, name="asked")


class WhichTransfers(StrEnum):
    """Which offers a reader wants to see."""

    TO_ME = "to_me"
    MINE = "mine"
    ALL = "all"


WHICH: Final = {
    WhichTransfers.TO_ME: N_("wait for my answer"),
    WhichTransfers.MINE: N_("my own that nobody has answered"),
    WhichTransfers.ALL: N_("all of them"),
}


class TransfersFilter(Request):
    """What the list of offers may be narrowed by."""

    which = Code(WhichTransfers)


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    every = cast(
        "Select[Any]",
        select(CaseTransfer, Case, Person, Area, _From, _To)
        .join(Case, Case.id == CaseTransfer.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(_From, _From.id == CaseTransfer.offered_by_id)
        .outerjoin(_To, _To.id == CaseTransfer.to_id)
        .where(visible("transfer.read", identity, CaseTransfer)),
    )
    match wanted.get("which") or WhichTransfers.TO_ME:
        case WhichTransfers.MINE:
            return every.where(waits_for_others(identity))
        case WhichTransfers.ALL:
            return every
        case _:
            return every.where(waits_for_me(identity))


def _name(person: Person | None, reader: Reader) -> str:
    return person.full_name if person else reader.say(N_("Somebody else"))


def _tone(row: Row[Any]) -> str:
    return SOON if row.CaseTransfer.status is TransferStatus.OFFERED else CALM


TRANSFERS = register(
    Listing(
        name="transfers",
        title=N_("Cases offered to a colleague"),
        permission="transfer.read",
        endpoint="casework.transfers",
        filters=TransfersFilter,
        source=_source,
        order=(Key(CaseTransfer.offered_at), Key(CaseTransfer.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.transfer", transfer_id=row.CaseTransfer.id),
            ),
            Column("from", N_("Offered by"), lambda row, reader: _name(row.offerer, reader)),
            Column("to", N_("Offered to"), lambda row, reader: _name(row.asked, reader)),
            Column(
                "stands",
                N_("Stands"),
                lambda row, reader: reader.label(row.CaseTransfer.status),
                tone=_tone,
            ),
            Column(
                "since",
                N_("Since"),
                lambda row, reader: reader.moment(row.CaseTransfer.offered_at),
            ),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No case is offered here. A case is offered on its own page."),
    )
)
