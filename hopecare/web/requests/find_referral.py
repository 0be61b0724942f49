"""The code an office reads off a referral's sheet."""

from __future__ import annotations

from hopecare.web.fields import Request, Words


class FindReferralQuery(Request):
    """The code as it was typed."""

    code = Words(longest=40)
