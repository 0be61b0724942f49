"""The list of the gap ledger: what may be due and is not received, why, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import and_, select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.gap_amounts import last_days
from hopecare.domain.gaps import GapReason, LedgerPart
from hopecare.language import N_
from hopecare.queries.gap_order import gap_ranks
from hopecare.queries.gaps import gap_in, ledger_rows
from hopecare.queries.office_words import stands_for, stands_unwritten
from hopecare.queries.visibility import visible
from hopecare.reading.country_packs import find_country_pack
from hopecare.web.fields import Code, Id, Request, Ticked, Words
from hopecare.web.gap_lines import gap_in_words
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from models import Area, Case, Person, ProgrammeAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader
    from hopecare.queries.gap_order import GapRank
    from hopecare.web.gap_lines import GapSaid


class GapsFilter(Request):
    """What the list of missed benefits may be narrowed by."""

    part = Code(LedgerPart)
    reason = Code(GapReason)
    unwritten = Ticked()
    programme = Words(longest=60)
    area_id = Id()
    mine = Ticked()


def gaps_asked(identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    """Ask for the rows of the list; the sum is made of the same ones."""
    asked = (
        ledger_rows(wanted.get("part") or LedgerPart.GAPS, current_reader().today)
        .outerjoin(Area, Area.id == Person.area_id)
        .add_columns(Area)
        .where(visible("assessment.read", identity, ProgrammeAnswer))
    )
    columns = {
        "programme": ProgrammeAnswer.programme,
        "area_id": Person.area_id,
    }
    for name, column in columns.items():
        if wanted.get(name):
            asked = asked.where(column == wanted[name])
    if wanted.get("reason"):
        asked = asked.where(stands_for(wanted["reason"]))
    if wanted.get("unwritten"):
        asked = asked.where(stands_unwritten())
    return asked.where(_is_mine(identity)) if wanted.get("mine") else asked


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    return gaps_asked(identity, wanted)


def _ranks(session: Session, asked: Select[Any]) -> Sequence[GapRank]:
    """Put first where most was left on the table, then what is missed longest, then by name."""
    reader = current_reader()
    return gap_ranks(
        session, asked, reader.today, last_days(find_country_pack(reader.country), reader.today)
    )


def _is_mine(identity: Identity) -> ColumnElement[bool]:
    own = and_(
        Case.resident_id == ProgrammeAnswer.person_id,
        Case.owner_id == identity.person_id,
        Case.status != CaseStatus.CLOSED,
    )
    return select(Case.id).where(own).exists()


def _said(of: Callable[[GapSaid, Reader], str]) -> Callable[[Row[Any], Reader], str]:
    """Make a column's text out of the row in words."""

    def text(row: Row[Any], reader: Reader) -> str:
        return of(gap_in_words(gap_in(row), find_country_pack(reader.country), reader), reader)

    return text


def _why(said: GapSaid, reader: Reader) -> str:
    if not said.gap.is_gap:
        return reader.say(N_("Receives it: talk with them first"))
    if not said.why:
        return reader.say(N_("Not written down yet"))
    return f"{said.why} ({said.over})" if said.over else said.why


def _since(said: GapSaid, reader: Reader) -> str:
    return reader.day(said.gap.since) if said.gap.is_gap else ""


GAPS = register(
    Listing(
        name="gaps",
        title=N_("Missed benefits"),
        permission="assessment.read",
        endpoint="casework.gaps",
        filters=GapsFilter,
        source=_source,
        order=(Key(ProgrammeAnswer.id),),
        ranks=_ranks,
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.ledger", person_id=row.Person.id),
            ),
            Column("programme", N_("Programme"), _said(lambda said, _reader: said.programme)),
            Column("why", N_("Why it is not received"), _said(_why)),
            Column("since", N_("Since"), _said(_since)),
            Column("amount", N_("It would be"), _said(lambda said, _reader: said.amount)),
            Column("left", N_("Left on the table"), _said(lambda said, _reader: said.left)),
            Column(
                "rules",
                N_("By the rules of"),
                _said(lambda said, reader: f"{reader.day(said.rules_on)}, {said.gap.pack_version}"),
            ),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("By the last answers, nobody misses a benefit that fits these filters."),
    )
)
