"""What staff say about alerts and check-ins that were not clear."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.alerts import BY_STAFF, is_untold
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Note, Request


class EndAlertRequest(Request):
    """How an alert, or a check-in that was not clear, ended, and what happened."""

    ended_by = Code(BY_STAFF, required=True)
    note = Note()

    @validates_schema
    def _who_rang(self, data: dict[str, Any], **_: object) -> None:
        if data.get("ended_by") and is_untold(data["ended_by"], data.get("note")):
            raise ValidationError({"note": [Complaint("who_rang")]})
