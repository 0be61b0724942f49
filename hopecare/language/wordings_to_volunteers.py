"""What volunteers are asked and told about offers and tasks, in English; as in `wordings.py`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wording import Text, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_VOLUNTEERS: Final[Mapping[Text, Wording]] = MappingProxyType(
    {
        Text.OFFER: Wording(
            N_(
                "%(helper)s, could you help in %(district)s: %(need)s, %(when)s? See your page by "
                "%(until)s."
            ),
            N_(
                "%(helper)s, could you help in %(district)s: %(need)s, %(when)s? Reply YES "
                "%(code)s or NO %(code)s by %(until)s."
            ),
            N_(
                "Hello %(helper)s. Could you help a neighbour in %(district)s: %(need)s, %(when)s? "
                "If you can, press 1. If not this time, press 2."
            ),
            N_(
                "%(helper)s, could you help in %(district)s: %(need)s, %(when)s? Tell us by "
                "%(until)s: %(link)s"
            ),
        ),
        Text.OFFER_DAY: Wording(
            N_(
                "%(helper)s, could you help once in %(district)s: %(need)s, %(when)s? See your "
                "page by %(until)s."
            ),
            N_(
                "%(helper)s, could you help once in %(district)s: %(need)s, %(when)s? Reply YES "
                "%(code)s or NO %(code)s by %(until)s."
            ),
            N_(
                "Hello %(helper)s. Could you help a neighbour in %(district)s once: %(need)s, "
                "%(when)s? If you can, press 1. If not this time, press 2."
            ),
            N_(
                "%(helper)s, could you help once in %(district)s: %(need)s, %(when)s? Tell us "
                "by %(until)s: %(link)s"
            ),
        ),
        Text.OFFER_BACKUP: Wording(
            N_(
                "%(helper)s, could you step in once for %(usual)s: %(need)s, %(when)s? See your "
                "page by %(until)s."
            ),
            N_(
                "%(helper)s, could you step in once for %(usual)s: %(need)s, %(when)s? Reply YES "
                "%(code)s or NO %(code)s by %(until)s."
            ),
            N_(
                "Hello %(helper)s. Could you step in once for %(usual)s: %(need)s, %(when)s? If "
                "you can, press 1. If not this time, press 2."
            ),
            N_(
                "%(helper)s, could you step in once for %(usual)s: %(need)s, %(when)s? Tell us: "
                "%(link)s"
            ),
        ),
        Text.OFFER_ANEW: Wording(
            N_(
                "%(helper)s, this has changed: %(district)s, %(need)s, %(when)s. "
                "See your page by %(until)s."
            ),
            N_(
                "%(helper)s, this has changed: %(district)s, %(need)s, %(when)s. "
                "Reply YES %(code)s or NO %(code)s by %(until)s."
            ),
            N_(
                "Hello %(helper)s. What we asked you has changed: %(district)s, %(need)s, "
                "%(when)s. If it still suits you, press 1. If not this time, press 2."
            ),
            N_(
                "%(helper)s, this has changed: %(district)s, %(need)s, %(when)s. "
                "Tell us by %(until)s: %(link)s"
            ),
        ),
        Text.STAND_DOWN: Wording(
            N_("%(helper)s, a neighbour has been found for this one. Thank you for being there."),
        ),
        Text.REQUEST_ENDED: Wording(
            N_("%(helper)s, this request has ended. Thank you for being there."),
        ),
        Text.TIME_OVER: Wording(
            N_("%(helper)s, the time to answer this one is over. Thank you for being there."),
        ),
        Text.NEED_CHANGED: Wording(
            N_(
                "%(helper)s, what we asked you has changed and need not be yours. Thank you for "
                "being there."
            ),
        ),
        Text.SAID_YES_LATE: Wording(
            N_(
                "%(helper)s, thank you. Somebody was faster. For the next week you are among the "
                "first we ask near you."
            ),
        ),
        Text.SAID_YES_LATE_WEEKLY: Wording(
            N_(
                "%(helper)s, somebody was a little faster. Would you step in when they cannot? See "
                "your page."
            ),
        ),
        Text.TASK_DETAILS: Wording(
            N_("%(helper)s, thank you. Where and how to meet %(name)s is on your page."),
            # Anybody may pick up: whom and where is never said by voice.
            spoken=N_(
                "Hello %(helper)s. There is news about a task of yours. Please look at your page."
            ),
        ),
        Text.TASK_CHANGED: Wording(
            N_(
                "%(helper)s, your task has changed: %(need)s, %(when)s. If you cannot, tell us on "
                "your page."
            ),
        ),
        Text.TASK_MOVED: Wording(
            N_("%(helper)s, the person you help has moved. The new address is on your page."),
        ),
        Text.TASK_ENDED: Wording(
            N_("%(helper)s, your task for %(name)s has ended. Thank you for your care."),
            spoken=N_(
                "Hello %(helper)s. A task of yours has ended: which one is on your page. "
                "Thank you for your care."
            ),
        ),
        Text.WAITS_FOR_SECOND: Wording(
            N_("%(helper)s, this one takes two. We look for a second person until %(until)s."),
        ),
        Text.NO_SECOND: Wording(
            N_("%(helper)s, nobody was free to go with you to %(name)s. You are free again."),
            spoken=N_(
                "Hello %(helper)s. For a task that takes two, nobody was free to go with you. "
                "You are free again."
            ),
        ),
        Text.CLASHES: Wording(
            N_("%(helper)s, you already help then: %(need)s, %(until)s. You need do nothing."),
        ),
        Text.HOLDS_ENOUGH: Wording(
            N_("%(helper)s, you help as often as you chose already. You need do nothing."),
        ),
        Text.OFFER_OVER: Wording(
            N_("%(helper)s, thank you. This one is not needed of you any more."),
        ),
        Text.GOES_INSTEAD: Wording(
            N_("%(helper)s, on %(day)s %(other)s goes in your place. Thank you for telling us."),
        ),
        Text.STAFF_LOOK_AFTER: Wording(
            N_("%(helper)s, the centre itself looks after %(day)s. You need do nothing."),
        ),
        Text.YES_TO_CHANGED: Wording(
            N_("%(helper)s, thank you. What is needed has changed since. You need do nothing."),
        ),
        Text.ASKED_ANEW: Wording(
            N_("%(helper)s, thank you. What is needed has changed since. We ask you once more."),
        ),
        Text.NO_TO_HELD: Wording(
            N_("%(helper)s, this one is still yours. Hand it back on your page, or we call you."),
        ),
        Text.HOLDS_IT: Wording(
            N_("%(helper)s, this one is yours already. Where and when is on your page."),
        ),
        Text.HELD_BEFORE: Wording(
            N_("%(helper)s, thank you. You hold this no more, but it is still open. We call you."),
        ),
        Text.WHICH_OFFER: Wording(
            N_("%(helper)s, which request do you mean? Open: %(offers)s. Tell us on your page."),
            N_(
                "%(helper)s, which request do you mean? Open: %(offers)s. Reply YES or NO "
                "with its code."
            ),
        ),
        Text.NO_SUCH_OFFER: Wording(
            N_("%(helper)s, this code is over or mistyped."),
        ),
        Text.OTHER_TELEPHONE: Wording(
            N_("A person will read this. Please answer from the telephone that we wrote to."),
        ),
    }
)
