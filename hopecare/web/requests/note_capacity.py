"""What an office said about free places."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.service_facts import CapacityState, HeardBy
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Id, Request, WholeNumber


class NoteCapacityRequest(Request):
    """Whether it takes people in, how many, and how we heard it."""

    state = Code(CapacityState, required=True)
    free_places = WholeNumber(least=1, most=9999)
    heard_by = Code(HeardBy, load_default=HeardBy.TELEPHONE)

    @validates_schema
    def _counts_only_what_is_free(self, data: dict[str, Any], **_: object) -> None:
        """Refuse free places of an office that takes nobody in."""
        if data.get("free_places") and data["state"] is not CapacityState.OPEN:
            raise ValidationError(Complaint("only_if_open"), "free_places")


class HeardCapacityRequest(NoteCapacityRequest):
    """The same, told on the telephone before a case goes there."""

    service_id = Id(required=True)
