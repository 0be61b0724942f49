"""On which day a helper cannot come; nobody has to say why."""

from __future__ import annotations

from hopecare.domain.weekly import MissReason
from hopecare.web.fields import Code, Day, Request


class SayMissedWeekRequest(Request):
    """One day, and a reason, if they like."""

    on_date = Day(required=True, future=True)
    reason = Code(MissReason)
