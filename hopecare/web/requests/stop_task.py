"""Why staff end the task of one helper."""

from __future__ import annotations

from hopecare.domain.offers import StopReason
from hopecare.web.fields import Code, Request


class StopTaskRequest(Request):
    """One reason; nothing of it is told to the helper."""

    reason = Code(StopReason, required=True)
