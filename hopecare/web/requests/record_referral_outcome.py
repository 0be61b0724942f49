"""What came of a referral in the end, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.kept_help import NOBODY_ASKED, HelpChoice
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.domain.receiver_links import Stood
from hopecare.web.fields import Amount, Code, Day, Ids, Note, Request, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class RecordReferralOutcomeRequest(Request):
    """What was decided, when, how it reached us, how much it is, and which bridges end with it."""

    outcome = Code(ReferralOutcome, required=True)
    outcome_on = Day(required=True)
    door = Code(AnswerDoor)
    speaker = Words(longest=200)
    amount_minor = Amount()
    need_ids = Ids()


class RecordReferralOutcomeForm(RecordReferralOutcomeRequest):
    """The same on a page, with how it stood when the page was shown, and which help it named."""

    stood = Code(Stood)
    offered_ids = Ids()


class ObjectToReferralRequest(Request):
    """Why it does not fit, when they were told, and by when the office says that it answers."""

    words = Note(longest=2000, required=True)
    told_on = Day()
    due_on = Day(future=True)


class ObjectToReferralForm(ObjectToReferralRequest):
    """The same on a page, with how it stood when the page was shown."""

    stood = Code(Stood)


def choice_of_form(data: Mapping[str, Any]) -> HelpChoice:
    """Read what was left unticked; help that the page had not named was not asked about."""
    return HelpChoice(offered=frozenset(data["offered_ids"]), ends=frozenset(data["need_ids"]))


def choice_of_body(named: Mapping[str, Any]) -> HelpChoice:
    """Read the list of what ends; whoever sends none leaves it to the decision."""
    if "need_ids" not in named:
        return NOBODY_ASKED
    return HelpChoice(offered=None, ends=frozenset(named["need_ids"]))
