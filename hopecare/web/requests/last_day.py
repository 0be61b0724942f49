"""Until when one may object to what a referral came to."""

from __future__ import annotations

from hopecare.domain.outcomes import AnswerDoor
from hopecare.web.fields import Code, Day, Request


class LastDayRequest(Request):
    """The last day to object as the notice says, when they were told, and how it reached us."""

    due_on = Day(future=True, required=True)
    notice_on = Day(past=True)
    door = Code(AnswerDoor)


class LastDayForm(LastDayRequest):
    """The same on a page, where whoever writes it down says where they have it from."""

    door = Code(AnswerDoor, required=True)
