"""Whom we could not reach, and why: what ended without anybody having been reached."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.unreached import UNREACHED
from hopecare.language import N_
from hopecare.queries.check_in_board import day_in
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, DayOfMoments, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from models import Area, CallTask, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

Owner = aliased(Person, name="Owner")
About = aliased(Person, name="About")
PLACE: Final = func.coalesce(Person.area_id, About.area_id)
LOOKS_BACK: Final = timedelta(days=30)

Cause = StrEnum("Cause", [(each.name, each.value) for each in UNREACHED])  # type: ignore[misc]
"""The outcomes that are counted here."""


class UnreachedFilter(Request):
    """What it may be narrowed by; without a first day, the last thirty days."""

    outcome = Code(Cause)
    area_id = Id()
    nowhere = Ticked()
    since = DayOfMoments()


def since_of(wanted: dict[str, Any]) -> date:
    """Give the first day that is looked at."""
    first: date = wanted.get("since") or current_reader().today - LOOKS_BACK
    return first


def not_reached(identity: Identity, since: date) -> ColumnElement[bool]:
    """Make the condition for what ended with nobody reached, from a day on."""
    return (
        visible("call_task.read", identity, CallTask)
        & (CallTask.status == CallTaskStatus.DONE)
        & CallTask.outcome.in_(UNREACHED)
        & (CallTask.done_at >= day_in(current_reader().zone, since)[0])
    )


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(CallTask, Person, About, Area, Owner)
        .outerjoin(Person, Person.id == CallTask.person_id)
        .outerjoin(About, About.id == CallTask.about_person_id)
        .outerjoin(Area, Area.id == PLACE)
        .outerjoin(Owner, Owner.id == CallTask.owner_id)
        .where(not_reached(identity, since_of(wanted)))
    )
    if wanted.get("outcome"):
        asked = asked.where(CallTask.outcome == wanted["outcome"].value)
    if wanted.get("area_id"):
        asked = asked.where(wanted["area_id"] == PLACE)
    if wanted.get("nowhere"):
        asked = asked.where(PLACE.is_(None))
    return asked


def _whom(row: Row[Any], reader: Reader) -> str:
    person = row.Person or row.About
    return person.full_name if person else reader.say(N_("A number we do not know yet"))


UNREACHED_LIST = register(
    Listing(
        name="unreached",
        title=N_("Could not reach"),
        permission="call_task.read",
        endpoint="coordination.unreached",
        filters=UnreachedFilter,
        source=_source,
        order=(Key(CallTask.done_at, descending=True), Key(CallTask.id)),
        columns=(
            Column(
                "whom",
                N_("Whom"),
                _whom,
                link=lambda row: url_for("coordination.call_task", task_id=row.CallTask.id),
            ),
            Column("outcome", N_("Why"), lambda row, reader: reader.label(row.CallTask.outcome)),
            Column("kind", N_("What for"), lambda row, reader: reader.label(row.CallTask.kind)),
            Column("when", N_("When"), lambda row, reader: reader.moment(row.CallTask.done_at)),
            Column(
                "owner", N_("Who tried"), lambda row, _: row.Owner.full_name if row.Owner else ""
            ),
            DISTRICT,
        ),
        people=lambda row: [row.CallTask.person_id, row.CallTask.about_person_id],
        empty=N_("No search of this time ended without somebody being reached."),
    )
)
