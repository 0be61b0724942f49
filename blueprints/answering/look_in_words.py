"""What a link's page says to whoever is asked to look in. Data."""

from __future__ import annotations

from typing import Final

from blueprints.answering.said import Said
from hopecare.domain.answer_links import LinkAnswer
from hopecare.language import N_

_FOUND: Final = (
    (LinkAnswer.FOUND_WELL, N_("I was there: they are fine")),
    (LinkAnswer.NEEDS_HELP, N_("They need help, or nobody opens")),
)
ASKS: Final = Said(
    title=N_("Could you look in?"),
    words=N_("The text says with whom. A no is all right: then we ask the next at once."),
    buttons=(
        (LinkAnswer.GOING, N_("I am going")),
        (LinkAnswer.CANNOT, N_("I cannot go")),
        *_FOUND,
    ),
)
GOES: Final = Said(
    title=N_("Thank you for going there"),
    words=N_("Please tell us here what you find. In danger, ring one of the numbers below first."),
    buttons=(*_FOUND, (LinkAnswer.CANNOT, N_("I cannot go after all"))),
)
CANNOT: Final = Said(
    title=N_("That is quite all right"),
    words=N_("Thank you for telling us. The next one is asked now."),
    buttons=((LinkAnswer.GOING, N_("I can go after all")), *_FOUND),
)
FOUND_WELL: Final = Said(
    title=N_("Thank you for looking in"),
    words=N_("We have written down that they are fine, and go on until we hear it from them too."),
    buttons=((LinkAnswer.NEEDS_HELP, N_("They need help after all")),),
)
FOUND_WORSE: Final = Said(
    title=N_("Thank you. Whoever is on duty is told now"),
    words=N_("Somebody will call you soon. If it cannot wait, call one of the numbers below."),
)
OVER: Final = Said(
    title=N_("This is looked after now"),
    words=N_("Thank you for being there. You need do nothing more."),
    buttons=((LinkAnswer.NEEDS_HELP, N_("They need help all the same")),),
)
TOO_LATE: Final = Said(
    title=N_("The time for this answer is over"),
    words=N_("If you would like to tell us something, please call the office."),
    is_good=False,
)
SAID: Final = {
    LinkAnswer.GOING: GOES,
    LinkAnswer.CANNOT: CANNOT,
    LinkAnswer.FOUND_WELL: FOUND_WELL,
    LinkAnswer.NEEDS_HELP: FOUND_WORSE,
}
"""By what was pressed here last."""
