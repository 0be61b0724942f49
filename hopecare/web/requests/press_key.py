"""What pressing a key in an automated call says."""

from __future__ import annotations

from hopecare.web.fields import Id, Request, WholeNumber


class PressKeyRequest(Request):
    """One key, pressed in one call."""

    message_id = Id(required=True)
    key = WholeNumber(required=True, least=1, most=9)


class MissCallRequest(Request):
    """One call nobody answers."""

    message_id = Id(required=True)
