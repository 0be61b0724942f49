"""The list of visits: who went to whom, when, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.domain.offers import VisitResult
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT, RESIDENT_OF_CASE
from models import Area, Case, Person, Visit

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

Helper = aliased(Person, name="Helper")


class VisitsFilter(Request):
    """What the list of visits may be narrowed by."""

    result = Code(VisitResult)
    area_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked = (
        select(Visit, Case, Person, Helper, Area)
        .join(Case, Case.id == Visit.case_id)
        .join(Person, Person.id == Case.resident_id)
        .join(Helper, Helper.id == Visit.helper_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("visit.read", identity, Visit))
    )
    if wanted.get("result"):
        asked = asked.where(Visit.result == wanted["result"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    return asked


VISITS = register(
    Listing(
        name="visits",
        title=N_("Visits"),
        permission="visit.read",
        endpoint="casework.visits",
        filters=VisitsFilter,
        source=_source,
        order=(Key(Visit.visited_at, descending=True), Key(Visit.id)),
        columns=(
            Column("at", N_("When"), lambda row, reader: reader.moment(row.Visit.visited_at)),
            RESIDENT_OF_CASE,
            Column("helper", N_("Helper"), lambda row, _reader: row.Helper.full_name),
            Column("result", N_("Result"), lambda row, reader: reader.label(row.Visit.result)),
            Column(
                "minutes",
                N_("Minutes"),
                lambda row, reader: reader.count(row.Visit.minutes),
                is_number=True,
            ),
            DISTRICT,
        ),
        people=lambda row: [row.Person.id, row.Helper.id],
        empty=N_("No visits yet. Helpers log them on their own page."),
    )
)
