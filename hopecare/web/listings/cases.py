"""The list of cases: those of the reader's centre, by district, urgency and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.needs import LIVE
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT, RESIDENT_OF_CASE, URGENCY
from hopecare.web.tones import tone_of
from models import Area, Case, Need, Person

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class CasesFilter(Request):
    """What the list of cases may be narrowed by."""

    status = Code(CaseStatus)
    urgency = Code(Urgency)
    area_id = Id()
    mine = Ticked()
    closed = Ticked()


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    live_needs = (
        select(func.count())
        .select_from(Need)
        .where(Need.case_id == Case.id, Need.status.in_(LIVE))
        .scalar_subquery()
    )
    asked = (
        select(Case, Person, Area, live_needs.label("needs"))
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("case.read", identity, Case))
    )
    return _narrowed(asked, identity, wanted)


def _narrowed(asked: Select[Any], identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    if wanted.get("status"):
        asked = asked.where(Case.status == wanted["status"])
    elif not wanted.get("closed"):
        asked = asked.where(Case.status != CaseStatus.CLOSED)
    if wanted.get("urgency"):
        asked = asked.where(Case.urgency == wanted["urgency"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    if wanted.get("mine"):
        asked = asked.where(Case.owner_id == identity.person_id)
    return asked


CASES = register(
    Listing(
        name="cases",
        title=N_("Cases"),
        permission="case.read",
        endpoint="casework.cases",
        filters=CasesFilter,
        source=_source,
        order=(Key(Case.opened_at, descending=True), Key(Case.id)),
        columns=(
            RESIDENT_OF_CASE,
            Column("code", N_("Case number"), lambda row, _reader: row.Case.code),
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.Case.status),
                tone=lambda row: tone_of(row.Case.status),
            ),
            URGENCY,
            DISTRICT,
            Column(
                "needs",
                N_("Open needs"),
                lambda row, reader: reader.count(row.needs),
                is_number=True,
            ),
            Column("opened", N_("Opened"), lambda row, reader: reader.day(row.Case.opened_at)),
            Column("review", N_("Review day"), lambda row, reader: reader.day(row.Case.review_on)),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No cases here. A case is opened from a resident's page."),
    )
)
