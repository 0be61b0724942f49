"""Why somebody who may qualify does not receive a benefit, and since when."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema

from hopecare.domain.gaps import GapReason
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Amount, Code, Day, Note, Request, WholeNumber


class RecordGapRequest(Request):
    """The reason, what belongs to it, and the version that was read; 0 where nothing stood."""

    reason = Code(GapReason, required=True)
    over = Amount()
    since_on = Day(past=True)
    words = Note(longest=2000)
    version = WholeNumber(required=True)

    @validates_schema(skip_on_field_errors=False)
    def reason_has_what_it_needs(self, data: dict[str, Any], **_: object) -> None:
        """Ask for words where no reason fits, and for an amount over a limit nowhere else."""
        reason = data.get("reason")
        if reason is GapReason.OTHER and not data.get("words"):
            raise ValidationError(Complaint("reason_needed"), "words")
        if reason not in (GapReason.CUT_OFF, None) and data.get("over") is not None:
            raise ValidationError(Complaint("only_over_a_limit"), "over")
