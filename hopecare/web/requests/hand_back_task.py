"""Why a helper hands a task back, and what whoever comes next should know; nobody has to say."""

from __future__ import annotations

from hopecare.domain.offers import DeclineReason
from hopecare.web.fields import Code, Note, Request


class HandBackTaskRequest(Request):
    """A reason, and words for the successor, if they like."""

    reason = Code(DeclineReason)
    introduction = Note(longest=1000)
