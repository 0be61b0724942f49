"""The sentences to staff: alerts, who has taken them, the morning's digest, and all clear."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wording import Text, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_STAFF: Final[Mapping[Text, Wording]] = MappingProxyType(
    {
        Text.ALERT_SILENT: Wording(N_("No answer yet: %(name)s (%(district)s). Please call.")),
        Text.ALERT_SILENT_WROTE: Wording(
            N_(
                "No answer yet, but %(name)s (%(district)s) wrote something that nobody has read "
                "yet. Please read it and call."
            ),
        ),
        Text.ALERT_HELP: Wording(N_("Asks for a call: %(name)s (%(district)s).")),
        Text.ALERT_HELP_WROTE: Wording(
            N_("%(name)s (%(district)s) wrote for help. Please read it and call now."),
        ),
        Text.ALERT_HELP_SOMEBODY: Wording(
            N_("A text may be a call for help. Who sent it is not clear: please read what came."),
        ),
        Text.ALERT_CANNOT: Wording(
            N_("Cannot go on, needs relief today: %(name)s (%(district)s).")
        ),
        Text.ALERT_WORRY: Wording(N_("A worry about %(name)s (%(district)s). Please look.")),
        Text.ALERT_CRISIS: Wording(N_("A crisis report from %(district)s waits for you.")),
        Text.ALERT_OPTED_OUT: Wording(
            N_("%(name)s (%(district)s) wants no more texts. Please agree on another way."),
        ),
        Text.TEXTS_AGAIN: Wording(N_("%(name)s (%(district)s) takes texts again.")),
        Text.ALERT_UNFILLED: Wording(
            N_("No neighbour found yet: %(name)s (%(district)s). Please ring around."),
        ),
        Text.ALERT_CALLS_OVERDUE: Wording(
            N_("Calls overdue: %(count)s. Please ring %(name)s (%(district)s) first."),
        ),
        Text.ALERT_CALLS_OVERDUE_SOMEBODY: Wording(
            N_("Calls overdue: %(count)s. Please read first what an unknown number wrote."),
        ),
        Text.ALERT_TEXTS_FAIL: Wording(
            N_("Texts are not getting through. Please look at the messages page."),
        ),
        Text.ALERT_CALLS_FAIL: Wording(
            N_("Calls are not getting through. Please look at the messages page."),
        ),
        Text.ALERT_COST_NEAR: Wording(
            N_("80%% of this month's money for texts and calls is spent."),
        ),
        Text.ALERT_COST_REACHED: Wording(
            N_(
                "This month's money for texts and calls is spent. Only what must go out still does."
            ),
        ),
        Text.ALERT_HOW: Wording(
            N_("To take it: the alerts page."),
            N_("Reply 1 to take it, 2 to pass it on; if several: 1 %(code)s."),
            N_("If you take it, press 1. To pass it on to the next at once, press 2."),
            N_("To take it: %(link)s"),
        ),
        Text.ALERT_WHICH: Wording(
            N_("Several alerts wait. Please take yours on the alerts page."),
            N_("Several alerts wait: %(which)s. Please reply with the code of yours: 1 %(code)s"),
        ),
        Text.ALERT_UNCLEAR: Wording(
            N_("Your text was not understood: the alert waits. Please take it on the alerts page."),
            N_(
                "Your text was not understood: the alert waits. Reply 1 to take it, 2 to pass it "
                "on, or use the alerts page; if several: 1 %(code)s."
            ),
        ),
        Text.ALERT_YOURS: Wording(N_("You have it: %(what)s. Thank you.")),
        Text.ALERT_TAKEN: Wording(N_("%(helper)s has taken it already: %(what)s.")),
        Text.ALERT_TAKEN_BY_SOMEBODY: Wording(N_("Somebody has taken it already: %(what)s.")),
        Text.ALERT_ENDED: Wording(N_("It has ended already: %(what)s.")),
        Text.ALERT_PASSED_ON: Wording(N_("The next on duty is told now: %(what)s.")),
        Text.ALERT_NOBODY_LEFT: Wording(N_("Nobody is left to tell. It still waits: %(what)s.")),
        Text.ALERT_STILL_WAITS: Wording(N_("That key means nothing. The alert waits and goes on.")),
        Text.ALERTS_TAKEN: Wording(
            N_("%(count)s alerts you heard of are in good hands. Who has them: the alerts page."),
        ),
        Text.ALERTS_TOGETHER: Wording(
            N_("%(count)s alerts wait for you. Please look at the alerts page."),
        ),
        Text.DIGEST: Wording(N_("This morning wait: %(items)s. Details on your page.")),
        Text.DIGEST_NOTHING: Wording(N_("Nothing waits this morning.")),
        Text.WEEK: Wording(N_("Cases this week: %(week)s. Details on the week's page.")),
        Text.WEEK_NOTHING: Wording(N_("All is quiet this week.")),
        Text.ALL_CLEAR_STAFF: Wording(N_("All clear: %(name)s (%(district)s) is safe.")),
        Text.ALARM_OVER_STAFF: Wording(
            N_("The alarm about %(name)s (%(district)s) has ended. Nothing more to do.")
        ),
        Text.ALL_CLEAR_TEXTS: Wording(N_("All clear: texts are getting through again.")),
        Text.ALL_CLEAR_CALLS: Wording(N_("All clear: calls are getting through again.")),
    }
)
