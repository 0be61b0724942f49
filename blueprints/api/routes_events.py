"""What happened, in the order in which it became known: for whoever was down and catches up."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from marshmallow import Schema, fields

from blueprints.api.door import blueprint
from blueprints.api.lists import page_after
from blueprints.api.strict import query_of
from blueprints.api.views import page_of
from hopecare.domain.events import EventName
from hopecare.extensions import desk
from hopecare.queries.events import events_visible, told_of
from hopecare.web.access_log import shown
from hopecare.web.fields import Code, Request
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key, cursor_of, keys_of
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import TimelineEntry

ORDER: Final = (Key(TimelineEntry.place),)


class EventsFilter(Request):
    """Which events."""

    type = Code(EventName)


class EventData(Schema):
    """What an event is about: ids, codes and numbers, and where to read more."""

    id = fields.UUID(required=True)
    place = fields.Integer(
        required=True, metadata={"description": "Grows; what has a higher one became known later."}
    )
    report_id = fields.UUID(required=True, allow_none=True)
    case_id = fields.UUID(required=True, allow_none=True)
    person_id = fields.UUID(required=True, allow_none=True)
    subject_id = fields.UUID(required=True, allow_none=True)
    facts = fields.Dict(required=True)
    links = fields.List(fields.String(), required=True)


class EventView(Schema):
    """One event, as webhooks carry it too."""

    type = fields.String(required=True, metadata={"enum": [each.value for each in EventName]})
    timestamp = fields.String(required=True, metadata={"format": "date-time"})
    data = fields.Nested(EventData, required=True)


LAST: Final = fields.String(
    required=True,
    allow_none=True,
    metadata={
        "description": "The place of the last event that was read: keep it, and give it as "
        "`after` later, for what happens next. Null: nothing has happened yet."
    },
)


@blueprint.get("/events")
@permits("api.events.read")
@blueprint.arguments(query_of(EventsFilter, named="EventsQuery"), location="query")
@blueprint.response(HTTPStatus.OK, page_of("EventsPage", "events", EventView, last=LAST))
def list_events(wanted: dict[str, Any]) -> dict[str, Any]:
    """List events, the oldest first; keep `last` and go on from there after being down."""
    names = None if wanted.get("type") is None else {wanted["type"]}
    base_url = desk().settings.public_base_url
    with reading() as session:
        asked = events_visible(current_identity(), names)
        rows, following = page_after(session, asked, ORDER, wanted)
        entries = [row.TimelineEntry for row in rows]
    last = cursor_of(keys_of(rows[-1], ORDER)) if rows else wanted.get("after")
    shown(entry.person_id for entry in entries)
    told = [told_of(entry, base_url) for entry in entries]
    return {"events": told, "next": following, "last": last}
