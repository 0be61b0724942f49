"""The list of messages to many: the newest first, each with how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Request
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.tones import tone_of
from models import Broadcast

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


class BroadcastsFilter(Request):
    """Nothing: there are few."""


def _source(
    _session: Session, identity: Identity, _wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = select(Broadcast)
    return asked.where(visible("broadcast.read", identity, Broadcast))


BROADCASTS = register(
    Listing(
        name="broadcasts",
        title=N_("Messages to many"),
        permission="broadcast.read",
        endpoint="coordination.broadcasts",
        filters=BroadcastsFilter,
        source=_source,
        order=(Key(Broadcast.created_at, descending=True), Key(Broadcast.id)),
        columns=(
            Column(
                "reason",
                N_("What about"),
                lambda row, _reader: row.Broadcast.reason,
                link=lambda row: url_for("coordination.broadcast", broadcast_id=row.Broadcast.id),
            ),
            Column("audience", N_("To"), lambda row, reader: reader.label(row.Broadcast.audience)),
            Column(
                "state",
                N_("Stands"),
                lambda row, reader: reader.label(row.Broadcast.state),
                tone=lambda row: tone_of(row.Broadcast.state),
            ),
            Column(
                "written",
                N_("Written on"),
                lambda row, reader: reader.moment(row.Broadcast.created_at),
            ),
            Column("sent", N_("Sent"), lambda row, reader: reader.moment(row.Broadcast.sent_at)),
        ),
        empty=N_("Nothing was written to many yet."),
    )
)
