"""When a call is tried again, and why not now."""

from __future__ import annotations

from hopecare.domain.later_calls import LaterAt, LaterReason
from hopecare.web.fields import Code, Day, Note, Request, TimeOfDay, Version


class PutOffCallRequest(Request):
    """One tap, or a day and an hour of one's own."""

    when = Code(LaterAt, required=True)
    later_on = Day(future=True)
    later_at = TimeOfDay()
    reason = Code(LaterReason, required=True)
    words = Note(longest=2000)
    version = Version()
