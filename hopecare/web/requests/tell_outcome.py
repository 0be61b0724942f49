"""By when somebody rings, where a resident is texted that an office answered."""

from __future__ import annotations

from hopecare.web.fields import Day, Request, Ticked


class TellOutcomeRequest(Request):
    """The day the text promises, and that it is safe to write to them now."""

    call_by = Day(required=True, future=True)
    is_safe = Ticked()
