"""The list of cases somebody wishes to close, for whoever looks at them second."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.closing_proposals import ClosingStatus
from hopecare.language import N_
from hopecare.queries.closing_proposals import came_back_to, waits_for
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CALM, SOON
from models import Area, Case, ClosingProposal, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

_Maker = aliased(Person, name="maker")


class WhichClosings(StrEnum):
    """Which proposals a reader wants to see."""

    MINE = "mine"
    """What this reader has to do something about: a second look, or their own that came back."""
    WAITS = "waits"
    CAME_BACK = "came_back"
    ALL = "all"


WHICH: Final = {
    WhichClosings.MINE: N_("what waits for me"),
    WhichClosings.WAITS: N_("wait for my second look"),
    WhichClosings.CAME_BACK: N_("my own that were sent back"),
    WhichClosings.ALL: N_("all of them"),
}


class ClosingsFilter(Request):
    """What the list of proposals may be narrowed by."""

    which = Code(WhichClosings)


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    every = cast(
        "Select[Any]",
        select(ClosingProposal, Case, Person, Area, _Maker)
        .join(Case, Case.id == ClosingProposal.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(_Maker, _Maker.id == ClosingProposal.made_by_id)
        .where(visible("closing.read", identity, ClosingProposal)),
    )
    match wanted.get("which") or WhichClosings.MINE:
        case WhichClosings.WAITS:
            return every.where(waits_for(identity))
        case WhichClosings.CAME_BACK:
            return every.where(came_back_to(identity))
        case WhichClosings.ALL:
            return every
        case _:
            return every.where(or_(waits_for(identity), came_back_to(identity)))


def _maker(row: Row[Any], reader: Reader) -> str:
    return row.maker.full_name if row.maker else reader.say(N_("Somebody else"))


def _tone(row: Row[Any]) -> str:
    status = row.ClosingProposal.status
    return SOON if status in (ClosingStatus.PENDING, ClosingStatus.SENT_BACK) else CALM


CLOSINGS = register(
    Listing(
        name="closings",
        title=N_("Closings that wait for a second person"),
        permission="closing.read",
        endpoint="casework.closings",
        filters=ClosingsFilter,
        source=_source,
        order=(Key(ClosingProposal.made_at), Key(ClosingProposal.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.closing", closing_id=row.ClosingProposal.id),
            ),
            Column(
                "outcome",
                N_("Outcome"),
                lambda row, reader: reader.label(row.ClosingProposal.outcome),
            ),
            Column(
                "stands",
                N_("Stands"),
                lambda row, reader: reader.label(row.ClosingProposal.status),
                tone=_tone,
            ),
            Column("maker", N_("Proposed by"), _maker),
            Column(
                "since",
                N_("Proposed"),
                lambda row, reader: reader.moment(row.ClosingProposal.made_at),
            ),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody's proposal waits here. Closing is proposed on the page of a case."),
    )
)
