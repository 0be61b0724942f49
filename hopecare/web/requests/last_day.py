"""Until when one may object to what a referral came to."""

from __future__ import annotations

from hopecare.domain.outcomes import AnswerDoor
from hopecare.web.fields import Code, Day, Request


class LastDayRequest(Request):
    """The last day to object by the notice, when they were told, and how and when it reached us."""

    due_on = Day(future=True, required=True)
    notice_on = Day(past=True)
    door = Code(AnswerDoor)
    named_on = Day(past=True)


class LastDayForm(LastDayRequest):
    """The same on a page, where whoever writes it down says where they have it from."""

    door = Code(AnswerDoor, required=True)
    named_on = Day(past=True, required=True)
