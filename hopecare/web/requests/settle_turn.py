"""What a person did about an answer that turned."""

from __future__ import annotations

from marshmallow import ValidationError, validates

from hopecare.domain.screening import BY_A_PERSON, TurnDone
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Note, Request, Version


class SettleTurnRequest(Request):
    """What was done, in words where they help, and the version that was read."""

    done = Code(TurnDone, required=True)
    words = Note(longest=2000)
    version = Version()

    @validates("done")
    def by_a_person(self, value: TurnDone, **_: object) -> None:
        """Refuse what only the system says."""
        if value not in BY_A_PERSON:
            raise ValidationError(Complaint("not_a_choice"))
