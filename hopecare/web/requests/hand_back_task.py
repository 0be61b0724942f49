"""Why a helper hands a task back; nobody has to say."""

from __future__ import annotations

from hopecare.domain.offers import DeclineReason
from hopecare.web.fields import Code, Request


class HandBackTaskRequest(Request):
    """A reason, if they like."""

    reason = Code(DeclineReason)
