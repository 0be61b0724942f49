"""Cases that change hands, for other systems: offered, taken over or not, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act, serve_verbs
from blueprints.api.lists import Noun, serve_list
from blueprints.api.views import view_of
from hopecare.services.accept_case import accept_case
from hopecare.services.assign_case import assign_case
from hopecare.services.decline_case import DeclineSaid, decline_case
from hopecare.services.offer_case import offer_case
from hopecare.services.take_back_offer import take_back_offer
from hopecare.web.listings.transfers import TRANSFERS
from hopecare.web.requests.transfers import (
    AcceptCaseRequest,
    AssignCaseRequest,
    DeclineCaseRequest,
    OfferCaseRequest,
    TransferRequest,
)
from models import Case, CaseTransfer

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

CASE: Final = "/cases/<uuid:case_id>"
TRANSFER: Final = "/transfers/<uuid:transfer_id>"
VIEW: Final = view_of(
    "TransferView",
    CaseTransfer,
    "id version case_id status from_id to_id offered_by_id offered_at ended_at decline_reason",
    "One offer of a case to another owner, without words.",
)
NOUN: Final = Noun(
    path="transfers",
    singular="transfer",
    rows=CaseTransfer,
    view=VIEW,
    permission="transfer.read",
)
serve_list(NOUN, TRANSFERS, says="List offers of cases; without a filter, those that ask you.")


def _offer(act: Act) -> UUID:
    to_id, words = act.body["to_id"], act.body["words"]
    return offer_case(act.session, case_id=act.row_id, to_id=to_id, words=words, **act.told()).id


def _assign(act: Act) -> UUID:
    return assign_case(act.session, case_id=act.row_id, to_id=act.body["to_id"], **act.told()).id


def _accept(act: Act) -> UUID:
    return accept_case(act.session, transfer_id=act.row_id, **act.body, **act.told()).id


def _decline(act: Act) -> UUID:
    said = DeclineSaid(reason=act.body["reason"], words=act.body["answer"])
    version = act.body["version"]
    return decline_case(
        act.session, transfer_id=act.row_id, version=version, said=said, **act.told()
    ).id


def _take_back(act: Act) -> UUID:
    version = act.body["version"]
    return take_back_offer(act.session, transfer_id=act.row_id, version=version, **act.told()).id


serve_act(
    Verb(
        name="offer_case",
        path=f"{CASE}/offer",
        scope="api.cases.write",
        permission="case.change",
        rows=Case,
        says="Offer a case to a colleague, here or at another centre; until their yes it stays.",
        takes=OfferCaseRequest,
    ),
    _offer,
)
serve_act(
    Verb(
        name="assign_case",
        path=f"{CASE}/owner",
        scope="api.cases.write",
        permission="case.assign",
        rows=Case,
        says="Name who steers a case that nobody steers.",
        takes=AssignCaseRequest,
    ),
    _assign,
)
serve_verbs(
    "api.cases.write",
    TRANSFER,
    CaseTransfer,
    (
        (
            _accept,
            "accept_case",
            "accept",
            "transfer.answer",
            AcceptCaseRequest,
            "Take the case over that one was offered, to one's own centre, with a crisis in it.",
        ),
        (
            _decline,
            "decline_case",
            "decline",
            "transfer.answer",
            DeclineCaseRequest,
            "Say no to the case that one was offered, with the reason.",
        ),
        (
            _take_back,
            "take_back_offer",
            "withdraw",
            "case.change",
            TransferRequest,
            "Take the offer back: nobody is asked any more.",
        ),
    ),
)
