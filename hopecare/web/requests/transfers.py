"""What somebody says who offers a case to a colleague, answers such an offer, or takes it back."""

from __future__ import annotations

from hopecare.domain.case_transfers import TransferDecline
from hopecare.web.fields import Code, Id, Note, Request, Version


class OfferCaseRequest(Request):
    """To whom, and what they should know."""

    to_id = Id(required=True)
    words = Note(longest=2000)


class AssignCaseRequest(Request):
    """Who steers it from now on."""

    to_id = Id(required=True)


class TransferRequest(Request):
    """The offer as it was read."""

    version = Version()


class AcceptCaseRequest(TransferRequest):
    """The offer as it was read, with the crisis that was shown with it."""

    crisis_id = Id()


class DeclineCaseRequest(TransferRequest):
    """Why it is not taken over."""

    reason = Code(TransferDecline, required=True)
    answer = Note(longest=2000)
