"""What a person took a reply to mean."""

from __future__ import annotations

from hopecare.domain.replies import ReplyMeaning
from hopecare.web.fields import Code, Id, Request, Words


class SettleReplyRequest(Request):
    """The meaning, whose it is, and which question it answers ("slot:ID", "offer:ID" or none)."""

    meaning = Code(ReplyMeaning, required=True)
    person_id = Id()
    question = Words(longest=60)
