"""What an office answered, as a member of staff heard or read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.outcomes import AnswerDoor, OfficeAnswer, RefusalReason
from hopecare.domain.receiver_links import Stood
from hopecare.services.hear_office import Heard
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Day, Note, Request, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class AnswerReferralRequest(Request):
    """Yes, no with a reason, a question, or not yet; on which day, through which door, by whom."""

    answer = Code(OfficeAnswer, required=True)
    refusal = Code(RefusalReason)
    door = Code(AnswerDoor, required=True)
    answered_on = Day(required=True)
    due_on = Day()
    """By when the office said that it decides."""
    speaker = Words(longest=200)
    words = Note(longest=2000)

    @validates_schema
    def _reason_of_a_refusal(self, data: dict[str, Any], **_: object) -> None:
        if data.get("answer") is OfficeAnswer.REFUSED and data.get("refusal") is None:
            raise ValidationError({"refusal": [Complaint("reason_needed")]})

    @validates_schema
    def _no_day_of_a_refusal(self, data: dict[str, Any], **_: object) -> None:
        if data.get("answer") is OfficeAnswer.REFUSED and data.get("due_on") is not None:
            raise ValidationError({"due_on": [Complaint("no_day_of_a_refusal")]})


class AnswerReferralForm(AnswerReferralRequest):
    """The same on a page, with how it stood when the page was shown."""

    stood = Code(Stood)


def heard_from(data: Mapping[str, Any]) -> Heard:
    """Read what was said, and by whom."""
    return Heard(
        answer=data["answer"],
        refusal=data["refusal"],
        door=data["door"],
        on=data["answered_on"],
        speaker=data["speaker"],
        due_on=data["due_on"],
        words=data["words"],
    )
