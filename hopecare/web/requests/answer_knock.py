"""What somebody found who knocked at a resident's door."""

from __future__ import annotations

from hopecare.domain.calls import KnockFound
from hopecare.web.fields import Code, Note, Request


class AnswerKnockRequest(Request):
    """What was found, and a note if it helps."""

    found = Code(KnockFound, required=True)
    words = Note(longest=1000)
