"""What a no to a consent has stopped, said on the page that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.consent import ConsentPurpose
from hopecare.language import N_
from hopecare.queries.resting_on import Resting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

STOPPED: Final[Mapping[Resting, str]] = {
    Resting.CHECK_INS: N_("check-ins"),
    Resting.TASKS: N_("help by neighbours (%(num)s)"),
    Resting.OFFERS: N_("requests to neighbours (%(num)s)"),
    Resting.REFERRALS: N_("referrals (%(num)s)"),
    Resting.KEYHOLDERS: N_("people who look in (%(num)s)"),
    Resting.CASES: N_("the case"),
}


STOPS_WITH: Final[Mapping[ConsentPurpose, str]] = {
    ConsentPurpose.KEEP_RECORD: N_("The case stops at once, and everything in it."),
    ConsentPurpose.PEER_HELP: N_("Help by neighbours and requests to them stop at once."),
    ConsentPurpose.CHECK_INS: N_("Check-ins stop at once."),
    ConsentPurpose.SHARE_WITH_AGENCY: N_(
        "Sharing with offices stops at once, and open referrals with it."
    ),
    ConsentPurpose.KEYHOLDER: N_("Nobody is asked to look in any more, from this moment on."),
}
"""What stops when one consent is withdrawn, and nothing of the others."""


def stopped_words(stopped: Mapping[Resting, int], reader: Reader) -> str:
    """Name everything that has stopped, or say that nothing rested on it."""
    if not stopped:
        return reader.say(N_("It is written down. Nothing was going on that rested on it."))
    named = [
        reader.say(STOPPED[kind], num=reader.count(number)) for kind, number in stopped.items()
    ]
    return reader.say(N_("It is written down. Stopped now: %(what)s."), what=", ".join(named))
