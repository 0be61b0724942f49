"""What the lists of check-in plans share: whose, from where, and when they are asked next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select

from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Id, Request
from hopecare.web.listing import Column
from models import Area, CheckInPlan, Person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select

    from hopecare.domain.identity import Identity


class PlanFilter(Request):
    """What such a list may be narrowed by."""

    area_id = Id()


def plans_that(
    condition: ColumnElement[bool],
    identity: Identity,
    wanted: dict[str, Any],
    *,
    beside: tuple[ColumnElement[Any], ...] = (),
) -> Select[*tuple[Any, ...]]:
    """Select the plans a reader may see, with the person, their district and what is `beside`."""
    found: Select[*tuple[Any, ...]] = (
        select(CheckInPlan, Person, Area, *beside)
        .join(Person, Person.id == CheckInPlan.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("check_in.read", identity, CheckInPlan), condition)
    )
    if wanted.get("area_id"):
        found = found.where(Person.area_id == wanted["area_id"])
    return found


def _plan_page(row: Row[Any]) -> str:
    return url_for("coordination.check_in_plan", person_id=row.Person.id)


WHOM: Final = Column("who", N_("Whom"), lambda row, _reader: row.Person.full_name, link=_plan_page)
NEXT_CHECK_IN: Final = Column(
    "next",
    N_("Next check-in"),
    lambda row, reader: (
        reader.moment(row.CheckInPlan.next_due_at) if row.CheckInPlan.next_due_at else ""
    ),
)
