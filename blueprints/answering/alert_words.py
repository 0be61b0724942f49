"""What a link's page says to staff: nothing of whom the alert is about. Data."""

from __future__ import annotations

from typing import Final

from blueprints.answering.said import Said
from hopecare.domain.answer_links import LinkAnswer
from hopecare.language import N_

WAITS: Final = Said(
    title=N_("An alert waits for you"),
    words=N_("The text says what it is about. Whoever takes it up rings or goes there."),
    buttons=((LinkAnswer.TAKE, N_("I take it up")),),
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
