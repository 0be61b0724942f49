"""The list of the aid that was given, over all cases one may read: who, what, from whom, its worth.

What two bodies brought to one home on one day stands side by side, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.aid import AidKind
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Day, Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import SOON
from models import AidGiven, Case, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

_WRITER: Final = aliased(Person, name="writer")


class AidFilter(Request):
    """What the list may be narrowed by."""

    kind = Code(AidKind)
    from_on = Day()
    until_on = Day()
    same_day = Ticked()
    """Only where something of the same kind came to that home on that day, too."""


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(AidGiven, Case, Person, _WRITER, _others().label("others"))
        .join(Case, Case.id == AidGiven.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(_WRITER, _WRITER.id == AidGiven.by_id)
        .where(visible("aid.read", identity, Case), AidGiven.taken_back_at.is_(None))
    )
    return asked.where(*_conditions(wanted))


def _conditions(wanted: dict[str, Any]) -> Iterator[ColumnElement[bool]]:
    if wanted.get("kind"):
        yield AidGiven.kind == wanted["kind"]
    if wanted.get("from_on"):
        yield AidGiven.given_on >= wanted["from_on"]
    if wanted.get("until_on"):
        yield AidGiven.given_on <= wanted["until_on"]
    if wanted.get("same_day"):
        yield _others() > 0


def _others() -> ColumnElement[int]:
    """How much else of the same kind came to the same person on the same day, by whatever case."""
    other, whose = aliased(AidGiven), aliased(Case)
    return (
        select(func.count(other.id))
        .join(whose, whose.id == other.case_id)
        .where(
            whose.resident_id == Case.resident_id,
            other.given_on == AidGiven.given_on,
            other.kind == AidGiven.kind,
            other.id != AidGiven.id,
            other.taken_back_at.is_(None),
        )
        .correlate(AidGiven, Case)
        .scalar_subquery()
    )


def _twice(row: Row[Any], reader: Reader) -> str:
    if not row.others:
        return ""
    return reader.say(N_("Also came that day: %(num)s more"), num=reader.count(row.others))


AID: Final = register(
    Listing(
        name="aid",
        title=N_("Aid that was given"),
        permission="aid.read",
        endpoint="casework.aid_given",
        filters=AidFilter,
        source=_source,
        order=(
            Key(AidGiven.given_on, descending=True),
            Key(AidGiven.case_id),
            Key(AidGiven.id),
        ),
        columns=(
            Column(
                "given",
                N_("Day"),
                lambda row, reader: reader.day(row.AidGiven.given_on),
                is_day=True,
            ),
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.given", case_id=row.Case.id),
            ),
            Column("what", N_("What"), lambda row, _reader: row.AidGiven.what),
            Column(
                "kind",
                N_("Kind"),
                lambda row, reader: reader.label(row.AidGiven.kind),
                beneath="what",
            ),
            Column("source", N_("From whom"), lambda row, _reader: row.AidGiven.source),
            Column(
                "value",
                N_("Worth"),
                lambda row, reader: reader.money(row.AidGiven.value_minor, row.AidGiven.currency),
                is_number=True,
            ),
            Column("same_day", N_("The same day"), _twice, tone=lambda _row: SOON),
            Column(
                "by",
                N_("Written down by"),
                lambda row, _reader: row.writer.full_name if row.writer else "",
            ),
        ),
        people=lambda row: [row.Person.id, row.writer.id if row.writer else None],
        empty=N_("Nothing was given, as far as it was written down."),
    )
)
