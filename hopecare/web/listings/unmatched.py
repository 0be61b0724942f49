"""The list of needs that lack somebody, as the matching desk counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.batch_needs import count_taken
from hopecare.queries.check_in_board import day_in
from hopecare.queries.matching_desk import is_asked_for, of_age, unmatched
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import (
    DISTRICT,
    HELP,
    NEEDED_SINCE,
    RESIDENT_OF_CASE,
    URGENCY,
)
from models import Case, Need, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class UnmatchedFilter(Request):
    """What the list of needs that lack somebody may be narrowed by."""

    urgency = Code(Urgency)
    waiting = Code(Waiting)
    kind = Code(NeedKind)
    area_id = Id()
    nowhere = Ticked()
    """Whose home is in no district we know."""
    asked = Ticked()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    reader = current_reader()
    asked = unmatched(today=reader.today).add_columns(count_taken().label("taken"))
    asked = asked.where(visible("case.read", identity, Need))
    if wanted.get("urgency"):
        asked = asked.where(Case.urgency == wanted["urgency"])
    if wanted.get("waiting"):
        began, _ = day_in(reader.zone, reader.today)
        asked = asked.where(of_age(wanted["waiting"], today_began=began))
    if wanted.get("kind"):
        asked = asked.where(Need.kind == wanted["kind"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    if wanted.get("nowhere"):
        asked = asked.where(Person.area_id.is_(None))
    if wanted.get("asked"):
        asked = asked.where(is_asked_for())
    return asked


def _lacks(row: Row[Any], reader: Reader) -> str:
    return reader.count(row.Need.people_needed - row.taken)


UNMATCHED = register(
    Listing(
        name="unmatched",
        title=N_("Needs that lack somebody"),
        permission="case.read",
        endpoint="coordination.unmatched_needs",
        filters=UnmatchedFilter,
        source=_source,
        order=(Key(Need.created_at), Key(Need.id)),
        columns=(
            HELP,
            URGENCY,
            RESIDENT_OF_CASE,
            DISTRICT,
            Column("lacks", N_("People missing"), _lacks, is_number=True),
            NEEDED_SINCE,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Every need has its helper."),
    )
)
