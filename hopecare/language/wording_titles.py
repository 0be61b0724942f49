"""What staff call each automatic wording, and how a message's own wording is named. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wordings import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

TITLES: Final[Mapping[Text, str]] = MappingProxyType(
    {
        Text.OFFER: N_("A volunteer is asked to help"),
        Text.OFFER_DAY: N_("A volunteer is asked for one day that is missed"),
        Text.OFFER_BACKUP: N_("A backup is asked for one day that is missed"),
        Text.OFFER_ANEW: N_("A volunteer is asked anew: it has changed"),
        Text.STAND_DOWN: N_("Another neighbour was found"),
        Text.REQUEST_ENDED: N_("A request has ended"),
        Text.TIME_OVER: N_("The time to find somebody is over"),
        Text.NEED_CHANGED: N_("What was asked has changed"),
        Text.SAID_YES_LATE: N_("A yes that came too late"),
        Text.SAID_YES_LATE_WEEKLY: N_("A yes that came too late, for help every week"),
        Text.TASK_DETAILS: N_("Where to meet is on the page"),
        Text.TASK_CHANGED: N_("What somebody helps with has changed"),
        Text.TASK_MOVED: N_("Whom somebody helps has moved"),
        Text.TASK_ENDED: N_("A task has ended"),
        Text.WAITS_FOR_SECOND: N_("A second person is looked for"),
        Text.NO_SECOND: N_("No second person was found"),
        Text.CLASHES: N_("A yes to two visits at one time"),
        Text.HOLDS_ENOUGH: N_("A yes beyond what they chose"),
        Text.OFFER_OVER: N_("A yes to what is over"),
        Text.GOES_INSTEAD: N_("Who cannot come hears who goes instead"),
        Text.STAFF_LOOK_AFTER: N_("Who cannot come hears that staff look after it"),
        Text.YES_TO_CHANGED: N_("A yes to what has changed since"),
        Text.ASKED_ANEW: N_("A yes to what has changed since: they are asked anew"),
        Text.NO_TO_HELD: N_("A no to what they hold"),
        Text.HOLDS_IT: N_("A second yes to what they hold"),
        Text.HELD_BEFORE: N_("A yes to what they hold no more, while somebody is still needed"),
        Text.WHICH_OFFER: N_("An answer that names none of several requests"),
        Text.NO_SUCH_OFFER: N_("An answer with a code of nothing that is open"),
        Text.OTHER_TELEPHONE: N_("An answer with a code from a telephone that was asked nothing"),
        Text.HELPER_FOUND: N_("A resident hears who will help"),
        Text.OUTCOME_CAME: N_("A resident hears that an office answered"),
        Text.OUTCOME_WAITS: N_("A resident hears that an office has not answered yet"),
        Text.WEEK_TAKEN: N_("A resident hears who comes instead on one day"),
        Text.WEEK_NOBODY: N_("A resident hears that nobody comes on one day"),
        Text.CHECK_IN: N_("Check-in"),
        Text.CHECK_IN_CARER: N_("Check-in with a carer"),
        Text.CHECK_IN_REPEAT: N_("Check-in, once more"),
        Text.CHECK_IN_REPEAT_CARER: N_("Check-in with a carer, once more"),
        Text.CHECK_IN_MEALS: N_("Check-in about meals"),
        Text.CHECK_IN_MEALS_CARER: N_("Check-in about meals with a carer"),
        Text.CHECK_IN_MEDICINE: N_("Check-in about medicine"),
        Text.CHECK_IN_MEDICINE_CARER: N_("Check-in about medicine with a carer"),
        Text.CHECK_IN_WARMTH: N_("Check-in about how warm it is"),
        Text.CHECK_IN_WARMTH_CARER: N_("Check-in about how warm it is with a carer"),
        Text.CHECK_IN_REPEAT_MEALS: N_("Check-in about meals, once more"),
        Text.CHECK_IN_REPEAT_MEALS_CARER: N_("Check-in about meals with a carer, once more"),
        Text.CHECK_IN_REPEAT_MEDICINE: N_("Check-in about medicine, once more"),
        Text.CHECK_IN_REPEAT_MEDICINE_CARER: N_("Check-in about medicine with a carer, once more"),
        Text.CHECK_IN_REPEAT_WARMTH: N_("Check-in about how warm it is, once more"),
        Text.CHECK_IN_REPEAT_WARMTH_CARER: N_(
            "Check-in about how warm it is with a carer, once more"
        ),
        Text.ANSWER_WELL: N_("Thanks: they are fine"),
        Text.ANSWER_HELP_STANDS: N_("In a call: fine, after a call for help"),
        Text.ANSWER_HELP: N_("Thanks: somebody will call"),
        Text.ANSWER_HELP_LATER: N_("Thanks: nobody is on duty until an hour"),
        Text.ANSWER_HELP_NOBODY: N_("Thanks: nobody is on duty"),
        Text.ANSWER_YES: N_("Thanks for a yes"),
        Text.ANSWER_NO: N_("Thanks for a no"),
        Text.ANSWER_NOT_UNDERSTOOD: N_("An answer nobody understood"),
        Text.TEXTS_COME_ALREADY: N_("Texts are asked for that come already"),
        Text.KEY_AGAIN: N_("In a call: after a wrong key"),
        Text.TEXTS_AGAIN: N_("To staff: they take texts again"),
        Text.CALL_IN: N_("To whoever rings us"),
        Text.CALL_IN_WITHHELD: N_("To whoever rings us without showing a number"),
        Text.CALL_BACK_PROMISED: N_("To whoever rings us and asks for a call back"),
        Text.CALL_BACK_LATER: N_("To whoever asks for a call back: nobody on duty until an hour"),
        Text.CALL_BACK_NOBODY: N_("To whoever asks for a call back: nobody on duty"),
        Text.LOOK_IN: N_("Somebody is asked to look in"),
        Text.LOOK_IN_AFTER: N_("Whoever goes to look in is asked what they found"),
        Text.LOOK_IN_GOING: N_("Thanks to whoever goes to look in"),
        Text.LOOK_IN_CANNOT: N_("To whoever cannot look in"),
        Text.LOOK_IN_NOTED: N_("Thanks to whoever looked in and found them fine"),
        Text.LOOK_IN_OVER: N_("To whoever answers when looking in is not needed any more"),
        Text.KNOCK: N_("Somebody is asked to knock"),
        Text.ALERT_SILENT: N_("Alert: no answer yet"),
        Text.ALERT_SILENT_WROTE: N_("Alert: no answer yet, but something unread"),
        Text.ALERT_HELP: N_("Alert: asks for a call"),
        Text.ALERT_HELP_WROTE: N_("Alert: wrote for help"),
        Text.ALERT_HELP_SOMEBODY: N_("Alert: a call for help, sender not clear"),
        Text.ALERT_CANNOT: N_("Alert: a carer cannot go on"),
        Text.ALERT_WORRY: N_("Alert: a worry"),
        Text.ALERT_CRISIS: N_("Alert: a crisis report"),
        Text.ALERT_OPTED_OUT: N_("Alert: no more texts wanted"),
        Text.ALERT_UNFILLED: N_("Alert: no neighbour found"),
        Text.ALERT_CALLS_OVERDUE: N_("Alert: calls are overdue"),
        Text.ALERT_CALLS_OVERDUE_SOMEBODY: N_("Alert: calls are overdue, sender not clear"),
        Text.ALERT_TEXTS_FAIL: N_("Alert: texts do not get through"),
        Text.ALERT_CALLS_FAIL: N_("Alert: calls do not get through"),
        Text.ALERT_HOW: N_("Alert: how to take it"),
        Text.ALERT_WHICH: N_("Alert: which one is meant"),
        Text.ALERT_UNCLEAR: N_("Alert: the answer was not understood"),
        Text.ALERT_YOURS: N_("Alert: you have it"),
        Text.ALERT_TAKEN: N_("Alert: somebody else has it"),
        Text.ALERT_TAKEN_BY_SOMEBODY: N_("Alert: somebody has it, no name"),
        Text.ALERT_ENDED: N_("Alert: it has ended"),
        Text.ALERT_PASSED_ON: N_("Alert: it goes on to the next"),
        Text.ALERT_NOBODY_LEFT: N_("Alert: nobody is left to tell"),
        Text.ALERT_STILL_WAITS: N_("Alert: after a wrong key"),
        Text.ALERTS_TAKEN: N_("Several alerts are taken"),
        Text.DIGEST: N_("What waits this morning"),
        Text.DIGEST_NOTHING: N_("Nothing waits this morning"),
        Text.WEEK: N_("The week's numbers"),
        Text.WEEK_NOTHING: N_("A quiet week"),
        Text.ALERT_COST_NEAR: N_("Alert: most of the month's money is spent"),
        Text.ALERT_COST_REACHED: N_("Alert: the month's money is spent"),
        Text.ALERTS_TOGETHER: N_("Several alerts in one"),
        Text.ALL_CLEAR_STAFF: N_("All-clear to staff"),
        Text.ALARM_OVER_STAFF: N_("An alarm has ended, to staff"),
        Text.ALL_CLEAR_TEXTS: N_("All-clear: texts get through again"),
        Text.ALL_CLEAR_CALLS: N_("All-clear: calls get through again"),
        Text.ALL_CLEAR_PEOPLE: N_("All-clear to whoever was asked to look in"),
        Text.ALARM_OVER_PEOPLE: N_("An alarm has ended, to whoever was asked to look in"),
        Text.SIGN_IN_CODE: N_("Sign-in number"),
        Text.UNKNOWN_SENDER: N_("Answer to a number we do not know"),
        Text.HELP_KEYWORD: N_("Answer to a word for help"),
        Text.HELP_KEYWORD_LATER: N_("Answer to a word for help: nobody on duty until an hour"),
        Text.HELP_KEYWORD_NOBODY: N_("Answer to a word for help: nobody on duty"),
        Text.NEUTRAL: N_("Neutral words: please call"),
        Text.NEUTRAL_CHECK_IN: N_("Neutral words: check-in"),
        Text.NEUTRAL_CHECK_IN_CARER: N_("Neutral words: check-in with a carer"),
        Text.NEUTRAL_ALL_CLEAR: N_("Neutral words: all-clear"),
        Text.GOODBYE: N_("Goodbye at the end of a call"),
    }
)


def named_wording(stamp: str | None, reader: Reader) -> str:
    """Say which wording a message said, in which version; one that exists no more by its code."""
    name, _, version = (stamp or "").partition("@")
    if name not in set(Text):
        return stamp or ""
    title = reader.say(TITLES[Text(name)])
    return reader.say(N_("%(title)s (version %(version)s)"), title=title, version=version)
