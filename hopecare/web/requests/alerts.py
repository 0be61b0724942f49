"""What staff say about alerts and check-ins that were not clear."""

from __future__ import annotations

from hopecare.domain.alerts import AlertEnd
from hopecare.web.fields import Code, Note, Request


class ClearCheckInRequest(Request):
    """How a check-in that was not clear ended."""

    ended_by = Code(AlertEnd, required=True)


class EndAlertRequest(ClearCheckInRequest):
    """How an alert ended, and what happened."""

    note = Note()
