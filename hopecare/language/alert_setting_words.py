"""The settings of alerts in words: what each is called, and why it ships as it does."""

from __future__ import annotations

from typing import Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.town_settings import DIGEST, WEEK_DIGEST, alert_key
from hopecare.language import N_

ALERT_TITLES: Final = {
    alert_key(AlertKind.SILENCE): N_("Alert: no answer yet to a check-in"),
    alert_key(AlertKind.HELP_ASKED): N_("Alert: somebody asks for help"),
    alert_key(AlertKind.CARER_AT_LIMIT): N_("Alert: a carer can hardly go on"),
    alert_key(AlertKind.CRISIS_REPORT): N_("Alert: a report of a crisis"),
    alert_key(AlertKind.WORRY): N_("Alert: somebody is worried"),
    alert_key(AlertKind.UNFILLED): N_("Alert: nobody found in time in a crisis"),
    alert_key(AlertKind.CALL_OVERDUE): N_("Alert: calls that cannot wait are overdue"),
    alert_key(AlertKind.CHANNEL_FAILING): N_("Alert: texts or calls do not get through"),
    alert_key(AlertKind.COST_CAP): N_("Alert: the month's money for texts and calls"),
    DIGEST: N_("The morning digest"),
    WEEK_DIGEST: N_("The week's numbers as a text"),
}
WHY_ALERTS: Final = {
    alert_key(AlertKind.SILENCE): N_(
        "Neighbours were asked already, and somebody may lie on the floor."
    ),
    alert_key(AlertKind.HELP_ASKED): N_("They wait by the telephone."),
    alert_key(AlertKind.CARER_AT_LIMIT): N_("Two people are in danger when a carer breaks down."),
    alert_key(AlertKind.CRISIS_REPORT): N_("Help comes first, the check after."),
    alert_key(AlertKind.WORRY): N_(
        "A text is enough: whoever worries has been there and seen them."
    ),
    alert_key(AlertKind.UNFILLED): N_("A call to the nearest neighbours is owed as well."),
    alert_key(AlertKind.CALL_OVERDUE): N_(
        "They could not be asked or told by machine, wrote what nobody has read, or wait for help, "
        "and nobody has rung."
    ),
    alert_key(AlertKind.CHANNEL_FAILING): N_(
        "It is told by the channel that works, since nobody notices words that do not come."
    ),
    alert_key(AlertKind.COST_CAP): N_("Nobody is in danger by it: what must go out still does."),
    DIGEST: N_("After the quiet hours, before the first calls of the day."),
    WEEK_DIGEST: N_("On Monday morning, before the team sits down together."),
}
ALERT_PARTS: Final = {
    "text_by_day": N_("Told at once by day"),
    "text_by_night": N_("Told at once in the quiet hours"),
    "rung": N_("Rung as well, where texts cannot be answered"),
    "pass_on_after_minutes": N_("Goes on to the next after"),
    "at": N_("Sent at"),
    "monday": N_("On Mondays"),
    "tuesday": N_("On Tuesdays"),
    "wednesday": N_("On Wednesdays"),
    "thursday": N_("On Thursdays"),
    "friday": N_("On Fridays"),
    "saturday": N_("On Saturdays"),
    "sunday": N_("On Sundays"),
    "coordinators_too": N_("Also to coordinators who are not on duty"),
}
