"""The list of long work: what runs now, and what became of what ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.domain.runs import RunKind, RunState
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import tone_of
from models import Run

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class RunsFilter(Request):
    """What the list of long work may be narrowed by."""

    kind = Code(RunKind)
    state = Code(RunState)


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = select(Run).where(visible("run.read", identity, Run))
    if wanted.get("kind"):
        asked = asked.where(Run.kind == wanted["kind"])
    if wanted.get("state"):
        asked = asked.where(Run.state == wanted["state"])
    return asked


def _progress(row: Row[Any], reader: Reader) -> str:
    return f"{reader.count(row.Run.done)} / {reader.count(row.Run.total)}"


RUNS = register(
    Listing(
        name="runs",
        title=N_("Long work"),
        permission="run.read",
        endpoint="coordination.runs",
        filters=RunsFilter,
        source=_source,
        order=(Key(Run.started_at, descending=True), Key(Run.id)),
        columns=(
            Column(
                "kind",
                N_("Work"),
                lambda row, reader: reader.label(row.Run.kind),
                link=lambda row: url_for("coordination.run", run_id=row.Run.id),
            ),
            Column(
                "state",
                N_("Stands"),
                lambda row, reader: reader.label(row.Run.state),
                tone=lambda row: tone_of(row.Run.state),
            ),
            Column("progress", N_("Done"), _progress, is_number=True),
            Column(
                "errors",
                N_("Rows refused"),
                lambda row, reader: reader.count(row.Run.errors),
                is_number=True,
            ),
            Column("started", N_("Began"), lambda row, reader: reader.moment(row.Run.started_at)),
            Column("ended", N_("Ended"), lambda row, reader: reader.moment(row.Run.finished_at)),
        ),
        empty=N_("No long work yet. Imports and exports of large lists show their progress here."),
    )
)
