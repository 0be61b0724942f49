"""What writing a text back says."""

from __future__ import annotations

from hopecare.web.fields import Note, Request


class WriteReplyRequest(Request):
    """A text from somebody's telephone."""

    body = Note(required=True, longest=1000)
