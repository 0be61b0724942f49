"""What neighbours were asked, and the tasks they hold, for other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from blueprints.api.lists import Noun, Source, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request
from hopecare.web.keyset import Key
from models import Case, Offer, Task

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class OffersFilter(Request):
    """What the list of offers may be narrowed by."""

    status = Code(OfferStatus)
    need_id = Id()
    case_id = Id()
    helper_id = Id()


class TasksFilter(Request):
    """What the list of tasks may be narrowed by."""

    status = Code(TaskStatus)
    need_id = Id()
    case_id = Id()
    helper_id = Id()


def _offers(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked = _with_resident(Offer).where(visible("offer.read", identity, Offer))
    return _narrowed(asked, Offer, wanted)


def _tasks(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked = _with_resident(Task).where(visible("task.read", identity, Task))
    return _narrowed(asked, Task, wanted)


def _with_resident(rows: type[Offer | Task]) -> Select[Any]:
    asked: Any = select(rows, Case.resident_id).join(Case, Case.id == rows.case_id)
    return asked  # type: ignore[no-any-return]


def _narrowed(asked: Select[Any], rows: Any, wanted: dict[str, Any]) -> Select[Any]:  # noqa: ANN401
    for name in ("status", "need_id", "case_id", "helper_id"):
        if wanted.get(name) is not None:
            asked = asked.where(getattr(rows, name) == wanted[name])
    return asked


OFFERS: Final = Noun(
    path="offers",
    singular="offer",
    rows=Offer,
    view=view_of(
        "OfferView",
        Offer,
        "id version need_id case_id helper_id code status wave made_at lapses_at distance_m "
        "answered_at answered_by_way decline_reason",
        "One volunteer asked for one need.",
    ),
    permission="offer.read",
)
TASKS: Final = Noun(
    path="tasks",
    singular="task",
    rows=Task,
    view=view_of(
        "TaskView",
        Task,
        "id version need_id case_id helper_id offer_id status place started_at ended_at ended_by",
        "One help that somebody holds.",
    ),
    permission="task.read",
)
serve_list(
    OFFERS,
    Source(
        filters=OffersFilter,
        source=_offers,
        order=(Key(Offer.made_at, descending=True), Key(Offer.id)),
        people=lambda row: [row.Offer.helper_id, row.resident_id],
    ),
    says="List what volunteers were asked, the newest first.",
)
serve_one(OFFERS, says="Give one asking of one volunteer.")
serve_list(
    TASKS,
    Source(
        filters=TasksFilter,
        source=_tasks,
        order=(Key(Task.started_at, descending=True), Key(Task.id)),
        people=lambda row: [row.Task.helper_id, row.resident_id],
    ),
    says="List the tasks volunteers hold or held, the newest first.",
)
serve_one(TASKS, says="Give one task.")
