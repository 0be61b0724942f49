"""What a link's page says to staff: nothing of whom the alert is about. Data."""

from __future__ import annotations

from typing import Final

from blueprints.answering.said import Said
from hopecare.domain.answer_links import LinkAnswer
from hopecare.language import N_

WAITS: Final = Said(
    title=N_("An alert waits for you"),
    words=N_("The text says what it is about. Whoever takes it up rings or goes there."),
    buttons=((LinkAnswer.TAKE, N_("I take it up")), (LinkAnswer.PASS_ON, N_("Pass it on"))),
)
PASSED_ON: Final = Said(
    title=N_("The next on duty is told"),
    words=N_("The alert stands until somebody takes it up. You still can, on the alerts page."),
)
NOBODY_LEFT: Final = Said(
    title=N_("Nobody is left to tell"),
    words=N_("Everybody on duty knows of it, and it still waits. Please take it up if you can."),
    buttons=((LinkAnswer.TAKE, N_("I take it up")),),
    is_good=False,
)
TAKEN_UP: Final = Said(
    title=N_("You have taken it up"),
    words=N_("Nobody else is told any more. How it ended is written on the alert's page."),
)
BY_SOMEBODY_ELSE: Final = Said(
    title=N_("Somebody else has taken it up"),
    words=N_("Nothing is left for you to do. The alert's page says who it is."),
)
ENDED: Final = Said(
    title=N_("This alert has ended"),
    words=N_("Nothing is left for you to do. The alert's page says how it ended."),
)
TOO_LATE: Final = Said(
    title=N_("This link has run out"),
    words=N_("The alert still waits. Please take it up on the alerts page or ring the office."),
    is_good=False,
)
