"""A volunteer's answer to an offer on their own page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hopecare.domain.channels import ReplyWay
from hopecare.domain.offers import DeclineReason
from hopecare.services.answer_offer import OfferAnswer
from hopecare.web.fields import Code, Request

if TYPE_CHECKING:
    from collections.abc import Mapping


class YesOrNo(StrEnum):
    """The two buttons."""

    YES = "yes"
    NO = "no"


class AnswerOfferRequest(Request):
    """A yes, or a no with a reason where somebody likes to give one."""

    answer = Code(YesOrNo, required=True)
    reason = Code(DeclineReason)


def answer_from(data: Mapping[str, Any], *, way: ReplyWay = ReplyWay.PAGE) -> OfferAnswer:
    """Turn what was read into an answer."""
    return OfferAnswer(says_yes=data["answer"] is YesOrNo.YES, way=way, reason=data["reason"])
