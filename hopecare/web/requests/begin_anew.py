"""Which draft is erased: the one that was shown."""

from __future__ import annotations

from hopecare.web.fields import Request, WholeNumber


class BeginAnewRequest(Request):
    """The version that was read."""

    version = WholeNumber(required=True)
