"""Who wants no more texts and is still to be asked by them: another way has to be agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.queries.ways_to_agree import stopped_point, waits_for_a_way
from hopecare.web.fields import Id, Request
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from models import Area, CheckInPlan, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class WaysFilter(Request):
    """What the list may be narrowed by."""

    area_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    today = current_reader().today
    asked: Select[*tuple[Any, ...]] = (
        select(
            CheckInPlan,
            Person,
            Area,
            stopped_point(today).limit(1).scalar_subquery().label("stopped_at"),
        )
        .join(Person, Person.id == CheckInPlan.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("check_in.read", identity, CheckInPlan), waits_for_a_way(today))
    )
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    return asked


def _plan_page(row: Row[Any]) -> str:
    return url_for("coordination.check_in_plan", person_id=row.Person.id)


WAYS = register(
    Listing(
        name="ways",
        title=N_("Want no more texts: agree on another way"),
        permission="check_in.read",
        endpoint="coordination.ways_to_agree",
        filters=WaysFilter,
        source=_source,
        order=(Key(CheckInPlan.created_at), Key(CheckInPlan.id)),
        columns=(
            Column("who", N_("Whom"), lambda row, _reader: row.Person.full_name, link=_plan_page),
            DISTRICT,
            Column(
                "since", N_("No texts since"), lambda row, reader: reader.moment(row.stopped_at)
            ),
            Column(
                "next",
                N_("Next check-in"),
                lambda row, reader: (
                    reader.moment(row.CheckInPlan.next_due_at)
                    if row.CheckInPlan.next_due_at
                    else ""
                ),
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Everybody who is asked by text takes texts."),
    )
)
