"""The list of needs: what is needed and how it stands, the longest waiting first."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import NeedStatus, TaskStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.check_in_board import day_in
from hopecare.queries.needs import (
    LIVE,
    has_new_helper,
    is_handed_back,
    is_untaken,
    last_task_of_need,
    neighbours_asked,
)
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
from hopecare.web.tones import tone_of
from models import Area, Case, Need, Person, Task

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

Helper = aliased(Person, name="Helper")


class Which(StrEnum):
    """Which needs wait for a person of staff."""

    UNTAKEN = "untaken"
    HANDED_BACK = "handed_back"
    NEW_HELPER = "new_helper"


WHICH: Final = {
    Which.UNTAKEN: N_("nobody has taken it"),
    Which.HANDED_BACK: N_("handed back, needs a successor"),
    Which.NEW_HELPER: N_("somebody new said yes"),
}


class NeedsFilter(Request):
    """What the list of needs may be narrowed by."""

    which = Code(Which)
    status = Code(NeedStatus)
    kind = Code(NeedKind)
    urgency = Code(Urgency)
    area_id = Id()
    nowhere = Ticked()
    """Whose home is in no district we know."""


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(Need, Case, Person, Area, Task, Helper, neighbours_asked().label("asked"))
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Task, Task.id == last_task_of_need())
        .outerjoin(Helper, (Helper.id == Task.helper_id) & (Task.status == TaskStatus.ACTIVE))
        .where(visible("case.read", identity, Need))
    )
    if wanted.get("which"):
        asked = asked.where(_waits(wanted["which"]))
    status = wanted.get("status")
    asked = asked.where(Need.status == status if status else Need.status.in_(LIVE))
    if wanted.get("kind"):
        asked = asked.where(Need.kind == wanted["kind"])
    if wanted.get("urgency"):
        asked = asked.where(Case.urgency == wanted["urgency"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    if wanted.get("nowhere"):
        asked = asked.where(Person.area_id.is_(None))
    return asked


def _waits(which: Which) -> ColumnElement[bool]:
    """Make the condition of one kind of waiting; new is who said yes since yesterday began."""
    reader = current_reader()
    yesterday, _ = day_in(reader.zone, reader.today - timedelta(days=1))
    return {
        Which.UNTAKEN: is_untaken(),
        Which.HANDED_BACK: is_handed_back(),
        Which.NEW_HELPER: has_new_helper(yesterday),
    }[which]


def _helper(row: Row[Any], reader: Reader) -> str:
    if row.Helper:
        return str(row.Helper.full_name)
    return reader.say(N_("%(num)s asked"), num=reader.count(row.asked)) if row.asked else ""


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
            HELP,
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.Need.status),
                tone=lambda row: tone_of(row.Need.status),
            ),
            URGENCY,
            RESIDENT_OF_CASE,
            DISTRICT,
            Column("from", N_("From"), lambda row, reader: reader.day(row.Need.from_on)),
            Column("helper", N_("Helper"), _helper),
            NEEDED_SINCE,
        ),
        people=lambda row: [row.Person.id, row.Helper.id if row.Helper else None],
        empty=N_("Nothing waits here. Needs are written down on a case's page."),
    )
)
