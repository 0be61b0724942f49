"""What a member of staff writes about a call, while or right after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, validates

from hopecare.domain.calls import TELEPHONE_OUTCOMES, CallerPart, CallOutcome, direction_of
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.residents import find_phone
from hopecare.services.log_call import CallNote
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Id, Note, Request, Ticked, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def note_from(data: Mapping[str, Any], country: str) -> CallNote:
    """Turn what was read into a call; words that are no number are no number."""
    number = find_phone(data["typed"] or "", country)
    return CallNote(
        direction=direction_of(data["outcome"]),
        outcome=data["outcome"],
        person_id=data["person_id"],
        number=number.e164 if number else None,
        words=data["note"],
    )
