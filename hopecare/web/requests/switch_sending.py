"""Why everything that leaves is stopped, and why it leaves again."""

from __future__ import annotations

from typing import Final

from hopecare.domain.channels import Channel
from hopecare.web.fields import Code, Id, Note, Request

LONGEST_REASON: Final = 500


class StopSendingRequest(Request):
    """What is stopped, everything where no channel is named, and why."""

    channel = Code(Channel)
    why = Note(required=True, longest=LONGEST_REASON)


class StartSendingRequest(Request):
    """Which stop ends, and why."""

    stop_id = Id(required=True)
    reason = Note(required=True, longest=LONGEST_REASON)
