"""What staff say about alerts and check-ins that were not clear."""

from __future__ import annotations

from hopecare.domain.alerts import AlertEnd
from hopecare.web.fields import Code, Request


class EndAlertRequest(Request):
    """How it ended: of an alert, or of a check-in that was not clear."""

    ended_by = Code(AlertEnd, required=True)
