"""What the numbers of load and fairness count: each asking, each task, and each volunteer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select

from hopecare.language import N_
from hopecare.queries.helper_load import LOAD_WITHIN, of_whom_load_is_counted, times
from hopecare.web.fields import Request
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from models import Need, Offer, Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class LoadFilter(Request):
    """Nothing narrows them: they are exactly what was counted."""


VOLUNTEER: Final = Column(
    "volunteer",
    N_("Volunteer"),
    lambda row, _reader: row.Person.full_name,
    link=lambda row: url_for("coordination.volunteer", person_id=row.Person.id),
)
KIND: Final = Column("kind", N_("Kind of help"), lambda row, reader: reader.label(row.Need.kind))


def _askings(
    _session: Session, identity: Identity, _wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    return _rows(identity, Offer).where(Offer.made_at >= current_reader().now - LOAD_WITHIN)


def _tasks(
    _session: Session, identity: Identity, _wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    return _rows(identity, Task).where(Task.started_at >= current_reader().now - LOAD_WITHIN)


def _rows(identity: Identity, rows: type[Offer | Task]) -> Select[*tuple[Any, ...]]:
    """Of every volunteer whose load is counted; for whom they help is not said here."""
    return (
        select(rows, Need, Person)
        .join(Need, Need.id == rows.need_id)
        .join(Person, Person.id == rows.helper_id)
        .join(VolunteerProfile, VolunteerProfile.person_id == Person.id)
        .where(*of_whom_load_is_counted(identity))
    )


def _people(
    _session: Session, identity: Identity, _wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    since = current_reader().now - LOAD_WITHIN
    return (
        select(
            VolunteerProfile,
            Person,
            times(Offer, since).label("asked"),
            times(Task, since).label("taken"),
        )
        .join(Person, Person.id == VolunteerProfile.person_id)
        .where(*of_whom_load_is_counted(identity))
    )


ASKINGS = register(
    Listing(
        name="load_askings",
        title=N_("Times somebody was asked"),
        permission="volunteer.read",
        endpoint="coordination.load_askings",
        filters=LoadFilter,
        source=_askings,
        order=(Key(Offer.made_at, descending=True), Key(Offer.id)),
        columns=(
            Column("at", N_("Asked on"), lambda row, reader: reader.moment(row.Offer.made_at)),
            VOLUNTEER,
            KIND,
            Column("answer", N_("Answer"), lambda row, reader: reader.label(row.Offer.status)),
            Column(
                "distance",
                N_("Distance"),
                lambda row, reader: reader.distance(row.Offer.distance_m),
                is_number=True,
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody was asked in this time."),
    )
)
TASKS = register(
    Listing(
        name="load_tasks",
        title=N_("Tasks taken on"),
        permission="volunteer.read",
        endpoint="coordination.load_tasks",
        filters=LoadFilter,
        source=_tasks,
        order=(Key(Task.started_at, descending=True), Key(Task.id)),
        columns=(
            Column("since", N_("Since"), lambda row, reader: reader.day(row.Task.started_at)),
            VOLUNTEER,
            KIND,
            Column("stands", N_("Stands"), lambda row, reader: reader.label(row.Task.status)),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody took on a task in this time."),
    )
)
PEOPLE = register(
    Listing(
        name="load_people",
        title=N_("How evenly it is spread"),
        permission="volunteer.read",
        endpoint="coordination.load_people",
        filters=LoadFilter,
        source=_people,
        order=(Key(VolunteerProfile.joined_on), Key(VolunteerProfile.id)),
        columns=(
            VOLUNTEER,
            Column(
                "asked",
                N_("Times somebody was asked"),
                lambda row, reader: reader.count(row.asked),
                is_number=True,
            ),
            Column(
                "taken",
                N_("Tasks taken on"),
                lambda row, reader: reader.count(row.taken),
                is_number=True,
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Volunteers who take requests appear here."),
    )
)
