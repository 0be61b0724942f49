"""What an office answered, as a member of staff heard or read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Day, Note, Request


class OfficeAnswer(StrEnum):
    """Whether the office takes it on."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class AnswerReferralRequest(Request):
    """Yes, or no with a reason; on which day and through which door."""

    answer = Code(OfficeAnswer, required=True)
    refusal = Code(RefusalReason)
    door = Code(AnswerDoor, required=True)
    answered_on = Day(required=True)
    words = Note(longest=2000)

    @validates_schema
    def _reason_of_a_refusal(self, data: dict[str, Any], **_: object) -> None:
        if data.get("answer") is OfficeAnswer.REFUSED and data.get("refusal") is None:
            raise ValidationError({"refusal": [Complaint("reason_needed")]})
