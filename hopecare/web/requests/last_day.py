"""Until when one may object to what a referral came to."""

from __future__ import annotations

from hopecare.web.fields import Day, Request


class LastDayRequest(Request):
    """The last day to object as the notice says, and when they were told."""

    due_on = Day(future=True, required=True)
    notice_on = Day(past=True)
