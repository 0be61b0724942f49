"""What makes a helper uneasy."""

from __future__ import annotations

from hopecare.web.fields import Note, Request, Ticked


class RaiseWorryRequest(Request):
    """In a few words, and whether somebody must look at it today."""

    words = Note(longest=2000, required=True)
    is_crisis = Ticked()
