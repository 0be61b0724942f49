"""Whether somebody of staff wishes for the week's numbers as a text."""

from __future__ import annotations

from hopecare.web.fields import Request, YesNo


class WishWeekRequest(Request):
    """Yes or no."""

    wants = YesNo(required=True)
