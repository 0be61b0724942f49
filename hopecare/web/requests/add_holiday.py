"""A town's own holiday."""

from __future__ import annotations

from hopecare.web.fields import Day, Request, Words


class AddHolidayRequest(Request):
    """The day, and what the town calls it."""

    day = Day(required=True, future=True)
    label = Words(required=True, longest=60)
