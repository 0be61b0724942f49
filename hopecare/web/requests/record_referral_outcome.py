"""What came of a referral in the end, and what goes with it."""

from __future__ import annotations

from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.domain.receiver_links import Stood
from hopecare.web.fields import Amount, Code, Day, Ids, Note, Request, Words


class RecordReferralOutcomeRequest(Request):
    """What was decided, when, how it reached us, how much it is, and which bridges end with it."""

    outcome = Code(ReferralOutcome, required=True)
    outcome_on = Day(required=True)
    door = Code(AnswerDoor)
    speaker = Words(longest=200)
    amount_minor = Amount()
    need_ids = Ids()


class RecordReferralOutcomeForm(RecordReferralOutcomeRequest):
    """The same on a page, with how it stood when the page was shown."""

    stood = Code(Stood)


class ObjectToReferralRequest(Request):
    """Why it does not fit, when they were told, and by when the office says that it answers."""

    words = Note(longest=2000, required=True)
    told_on = Day()
    due_on = Day(future=True)


class ObjectToReferralForm(ObjectToReferralRequest):
    """The same on a page, with how it stood when the page was shown."""

    stood = Code(Stood)
