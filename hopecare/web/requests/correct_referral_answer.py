"""Taking back an answer of an office that was a mistake."""

from __future__ import annotations

from hopecare.web.fields import Request, Version


class CorrectReferralAnswerRequest(Request):
    """The referral as it was read."""

    version = Version()
