"""What is said to whoever is asked to look in, and to their answers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wording import Text, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_LOOK_IN: Final[Mapping[Text, Wording]] = MappingProxyType(
    {
        Text.LOOK_IN: Wording(
            N_(
                "%(helper)s, we have not reached %(name)s. Could you look in? We ring you soon for "
                "your answer, or call %(office)s."
            ),
            N_(
                "%(helper)s, we have not reached %(name)s. Could you look in? Reply 1 going, 2 "
                "cannot; once there 3 fine, 4 needs help or nobody opens."
            ),
            N_(
                "Hello %(helper)s. We have not reached %(name)s. If you can go and look in, press "
                "1. If you cannot, press 2. If you were there and they are fine, press 3. If they "
                "need help or nobody opens, press 4."
            ),
            N_(
                "%(helper)s, we have not reached %(name)s. Could you look in? Tell us here: "
                "%(link)s"
            ),
        ),
        Text.LOOK_IN_AFTER: Wording(
            N_("%(helper)s, have you seen %(name)s? Please call %(office)s."),
            spoken=N_(
                "Hello %(helper)s. Have you been at %(name)s's door? If they are fine, press 3. If "
                "they need help or nobody opens, press 4. If you cannot go after all, press 2."
            ),
        ),
        Text.LOOK_IN_GOING: Wording(
            N_("Thank you for going. Please tell us what you find: %(office)s."),
            N_(
                "Thank you for going. Then reply 3 if they are fine, 4 if they need help or nobody "
                "opens. In danger call %(emergency)s first."
            ),
            N_(
                "Thank you for going. We ring you once more in twenty minutes. In danger call "
                "%(emergency)s first."
            ),
        ),
        Text.LOOK_IN_CANNOT: Wording(
            N_("That is all right. Thank you for saying so; we turn to the next."),
        ),
        Text.LOOK_IN_NOTED: Wording(
            N_(
                "Thank you for looking in. We have written down that they are fine, and go on "
                "until we hear it from them too."
            ),
        ),
        Text.LOOK_IN_OVER: Wording(
            N_("Thank you. This is looked after now; you need do nothing more."),
        ),
    }
)
