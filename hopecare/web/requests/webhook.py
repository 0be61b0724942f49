"""What is written down of an address that is told of events, and which are told again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.events import EventName
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Codes, DayOfMoments, Id, Request, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class AddWebhookRequest(Request):
    """Which system it is, where to, and of which events."""

    label = Words(required=True, longest=80)
    url = Words(required=True, longest=500)
    events = Codes(EventName, required=True)


class ReplayRequest(Request):
    """One event, or those of the days from one to another."""

    event_id = Id()
    from_on = DayOfMoments()
    until_on = DayOfMoments()

    @validates_schema(skip_on_field_errors=True)
    def _says_which(self, data: Mapping[str, Any], **_: object) -> None:
        if data.get("event_id") is None and data.get("from_on") is None:
            raise ValidationError({"event_id": [Complaint("required")]})
