"""What a member of staff writes about a call, while or right after it."""

from __future__ import annotations

from marshmallow import ValidationError, validates

from hopecare.domain.calls import TELEPHONE_OUTCOMES, CallerPart, CallOutcome
from hopecare.domain.replies import ReplyMeaning
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Id, Note, Request, Ticked, Words


class LogCallRequest(Request):
    """With whom, what came of it, and a note."""

    person_id = Id()
    typed = Words(longest=80)
    outcome = Code(CallOutcome, required=True)
    note = Note(longest=2000)

    @validates("outcome")
    def _is_offered(self, value: CallOutcome, **_: object) -> None:
        """Refuse what no call in passing can come to, such as a closed door."""
        if value not in TELEPHONE_OUTCOMES:
            raise ValidationError(Complaint("not_a_choice"))


class ReportFromCallRequest(LogCallRequest):
    """A call in which somebody told what a report is made of."""

    outcome = Code(CallOutcome, load_default=CallOutcome.SPOKE)
    part = Code(CallerPart, load_default=CallerPart.NEEDS_HELP)
    about_id = Id()
    """The resident whom the caller stands by, where the report is about them."""


class AnswerCheckInRequest(Request):
    """What somebody said to a check-in."""

    meaning = Code(ReplyMeaning, required=True)
    from_person_id = Id()
    """Who says it, where it is not the resident: a carer."""


class AnswerByPhoneRequest(AnswerCheckInRequest):
    """What a resident said on the telephone to today's check-in."""

    slot_id = Id(required=True)
    back = Ticked()
    """Whether to go back to the check-in's own page."""


class OfferByPhoneRequest(Request):
    """What a volunteer said on the telephone to an offer."""

    offer_id = Id(required=True)
    meaning = Code(ReplyMeaning, required=True)
