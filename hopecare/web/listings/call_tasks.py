"""The list of calls we owe: what is due first stands first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.language import N_
from hopecare.queries.check_in_board import day_in
from hopecare.queries.later_calls import is_later, tries_of
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import tone_of
from models import Area, CallTask, Person

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

Owner = aliased(Person, name="Owner")
About = aliased(Person, name="About")
SOON: Final = timedelta(hours=6)
"""What is due so soon is today's work, on either side of midnight."""
PLACE: Final = func.coalesce(Person.area_id, About.area_id)


class CallTasksFilter(Request):
    """What the list of calls may be narrowed by; without a status, what is still owed."""

    status = Code(CallTaskStatus)
    kind = Code(CallTaskKind)
    area_id = Id()
    mine = Ticked()
    overdue = Ticked()
    today = Ticked()
    later = Ticked()
    """Only those that were put off until later; without it, all but those."""


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(CallTask, Person, About, Area, Owner, tries_of().label("tries"))
        .outerjoin(Person, Person.id == CallTask.person_id)
        .outerjoin(About, About.id == CallTask.about_person_id)
        .outerjoin(Area, Area.id == PLACE)
        .outerjoin(Owner, Owner.id == CallTask.owner_id)
        .where(
            visible("call_task.read", identity, CallTask),
            CallTask.status == (wanted.get("status") or CallTaskStatus.OPEN),
        )
    )
    if wanted.get("status") in (None, CallTaskStatus.OPEN):
        put_off = is_later(current_reader().now)
        asked = asked.where(put_off if wanted.get("later") else ~put_off)
    return _narrowed(asked, identity, wanted)


def _narrowed(
    asked: Select[*tuple[Any, ...]], identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    if wanted.get("kind"):
        asked = asked.where(CallTask.kind == wanted["kind"])
    if wanted.get("area_id"):
        asked = asked.where(wanted["area_id"] == PLACE)
    if wanted.get("mine"):
        asked = asked.where(CallTask.owner_id == identity.person_id)
    if wanted.get("overdue"):
        asked = asked.where(CallTask.due_at < current_reader().now)
    if wanted.get("today"):
        reader = current_reader()
        day_ends = day_in(reader.zone, reader.today)[1]
        asked = asked.where(CallTask.due_at < max(day_ends, reader.now + SOON))
    return asked


def _whom(row: Row[Any], reader: Reader) -> str:
    if row.Person:
        return str(row.Person.full_name)
    if row.About:
        return reader.say(N_("about %(name)s"), name=row.About.full_name)
    return reader.say(N_("A number we do not know yet"))


def _due(row: Row[Any], reader: Reader) -> str:
    task = row.CallTask
    said = f"{reader.moment(task.due_at)} ({reader.ago(task.due_at)})"
    if task.put_off_until is None or task.put_off_until <= reader.now:
        return said
    off = reader.say(N_("put off until %(at)s"), at=reader.moment(task.put_off_until))
    return f"{said} · {off}"


def _owner(row: Row[Any], reader: Reader) -> str:
    return row.Owner.full_name if row.Owner else reader.say(N_("Nobody yet"))


def _outcome(row: Row[Any], reader: Reader) -> str:
    return reader.label(row.CallTask.outcome or row.CallTask.status)


def _tone(row: Row[Any]) -> str:
    is_open = row.CallTask.status is CallTaskStatus.OPEN
    is_late = is_open and row.CallTask.due_at < current_reader().now
    return "crisis" if is_late else tone_of(row.CallTask.status)


CALL_TASKS = register(
    Listing(
        name="call_tasks",
        title=N_("Calls to make"),
        permission="call_task.read",
        endpoint="coordination.call_tasks",
        filters=CallTasksFilter,
        source=_source,
        order=(Key(CallTask.due_at), Key(CallTask.id)),
        columns=(
            Column(
                "whom",
                N_("Whom"),
                _whom,
                link=lambda row: url_for("coordination.call_task", task_id=row.CallTask.id),
            ),
            Column("kind", N_("Why"), lambda row, reader: reader.label(row.CallTask.kind)),
            Column("due", N_("By when"), _due),
            Column("stands", N_("Stands"), _outcome, tone=_tone),
            Column(
                "tries",
                N_("Times rung"),
                lambda row, reader: reader.count(row.tries),
                is_number=True,
            ),
            Column("owner", N_("Who rings"), _owner),
            DISTRICT,
        ),
        people=lambda row: [row.CallTask.person_id, row.CallTask.about_person_id],
        empty=N_("No call is owed. They appear here when somebody waits for us."),
    )
)
