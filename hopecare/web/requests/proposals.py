"""What may be done with a list of proposals: ask some or all, choose somebody else, set aside."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.matching.proposals import AppealReason
from hopecare.web.fields import Code, Id, Ids, Request, Version, Words


class Which(StrEnum):
    """The two buttons under a list."""

    TICKED = "ticked"
    ALL = "all"


class ConfirmProposalsRequest(Request):
    """The needs that were ticked, or all of the list, as it stood when it was read."""

    need_ids = Ids()
    which = Code(Which)
    version = Version()


class FindChoiceRequest(Request):
    """Whom to look at beside those who are proposed."""

    q = Words(longest=80)


class ChooseHelperRequest(Request):
    """Whom a person chose for a place, seen on this version of it."""

    helper_id = Id(required=True)
    version = Version()


class DropProposalRequest(Request):
    """The version that was seen; a reason only where the two do not suit each other."""

    version = Version()
    reason = Code(AppealReason)


class AppealOfferRequest(Request):
    """What does not suit a volunteer in general."""

    misfit = Code(AppealReason, required=True)
