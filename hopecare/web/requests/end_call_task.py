"""What came of a call somebody owed."""

from __future__ import annotations

from hopecare.domain.calls import CallOutcome
from hopecare.web.fields import Code, Day, Note, Request, TimeOfDay


class EndCallTaskRequest(Request):
    """The outcome, a note, and when again if it was not a good time."""

    outcome = Code(CallOutcome, required=True)
    note = Note(longest=2000)
    again_on = Day(future=True)
    again_at = TimeOfDay()
