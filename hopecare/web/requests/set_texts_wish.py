"""Whether texts to a number shall stop."""

from __future__ import annotations

from hopecare.web.fields import Request, YesNo


class TextsWishRequest(Request):
    """What somebody asked for in a call."""

    stops = YesNo(required=True)
