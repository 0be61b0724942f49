"""The list of needs: what is needed and how it stands, the longest waiting first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.domain.care_path import NeedStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.needs import LIVE
from hopecare.queries.places import area_name
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import tone_of
from models import Area, Case, Need, Person

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class NeedsFilter(Request):
    """What the list of needs may be narrowed by."""

    status = Code(NeedStatus)
    kind = Code(NeedKind)
    urgency = Code(Urgency)
    area_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked = (
        select(Need, Case, Person, Area)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("case.read", identity, Need))
    )
    status = wanted.get("status")
    asked = asked.where(Need.status == status if status else Need.status.in_(LIVE))
    if wanted.get("kind"):
        asked = asked.where(Need.kind == wanted["kind"])
    if wanted.get("urgency"):
        asked = asked.where(Case.urgency == wanted["urgency"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    return asked


NEEDS = register(
    Listing(
        name="needs",
        title=N_("What is needed"),
        permission="case.read",
        endpoint="casework.needs",
        filters=NeedsFilter,
        source=_source,
        order=(Key(Need.created_at), Key(Need.id)),
        columns=(
            Column(
                "kind",
                N_("Kind of help"),
                lambda row, reader: reader.label(row.Need.kind),
                link=lambda row: url_for("casework.ask", need_id=row.Need.id),
            ),
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.Need.status),
                tone=lambda row: tone_of(row.Need.status),
            ),
            Column(
                "urgency",
                N_("Urgency"),
                lambda row, reader: reader.label(row.Case.urgency),
                tone=lambda row: tone_of(row.Case.urgency),
            ),
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.case", case_id=row.Case.id),
            ),
            Column(
                "district",
                N_("District"),
                lambda row, reader: area_name(row.Area, language=reader.language),
            ),
            Column("from", N_("From"), lambda row, reader: reader.day(row.Need.from_on)),
            Column("since", N_("Waits since"), lambda row, reader: reader.day(row.Need.created_at)),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nothing waits here. Needs are written down on a case's page."),
    )
)
