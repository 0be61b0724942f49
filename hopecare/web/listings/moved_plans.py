"""Whose check-ins ask by another way since the network changed: they have not been told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.language import N_
from hopecare.queries.moved_plans import was_moved_over
from hopecare.queries.visibility import visible
from hopecare.web.fields import Id, Request
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from models import Area, CheckInPlan, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class MovedFilter(Request):
    """What the list may be narrowed by."""

    area_id = Id()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    moved: Select[*tuple[Any, ...]] = (
        select(CheckInPlan, Person, Area)
        .join(Person, Person.id == CheckInPlan.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(
            visible("check_in.read", identity, CheckInPlan), was_moved_over(current_reader().now)
        )
    )
    if wanted.get("area_id"):
        moved = moved.where(Person.area_id == wanted["area_id"])
    return moved


def _plan_page(row: Row[Any]) -> str:
    return url_for("coordination.check_in_plan", person_id=row.Person.id)


MOVED_PLANS = register(
    Listing(
        name="moved-plans",
        title=N_("Asked another way since the network changed: tell them"),
        permission="check_in.read",
        endpoint="coordination.moved_plans",
        filters=MovedFilter,
        source=_source,
        order=(Key(CheckInPlan.moved_over_at), Key(CheckInPlan.id)),
        columns=(
            Column("who", N_("Whom"), lambda row, _reader: row.Person.full_name, link=_plan_page),
            DISTRICT,
            Column("way", N_("How"), lambda row, reader: reader.label(row.CheckInPlan.channel)),
            Column(
                "since",
                N_("Since"),
                lambda row, reader: reader.moment(row.CheckInPlan.moved_over_at),
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
        empty=N_("Everybody is asked by the way that was agreed on."),
    )
)
