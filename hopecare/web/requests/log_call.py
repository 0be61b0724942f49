"""What a member of staff writes about a call, while or right after it."""

from __future__ import annotations

from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.replies import ReplyMeaning
from hopecare.web.fields import Code, Id, Note, Request, Ticked, Words


class LogCallRequest(Request):
    """With whom, which way, what came of it, and a note."""

    person_id = Id()
    typed = Words(longest=80)
    direction = Code(CallDirection, required=True)
    outcome = Code(CallOutcome, required=True)
    note = Note(longest=2000)


class AnswerByPhoneRequest(Request):
    """What a resident said on the telephone to today's check-in."""

    slot_id = Id(required=True)
    meaning = Code(ReplyMeaning, required=True)
    from_person_id = Id()
    """Who says it, where it is not the resident: a carer."""
    back = Ticked()
    """Whether to go back to the check-in's own page."""


class OfferByPhoneRequest(Request):
    """What a volunteer said on the telephone to an offer."""

    offer_id = Id(required=True)
    meaning = Code(ReplyMeaning, required=True)
