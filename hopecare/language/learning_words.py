"""What the nightly fit came to, in one plain paragraph: used or not, since when, how good, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.fits import LEAST_ANSWERS, FitVerdict
from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.language.reader import Reader
    from hopecare.queries.acceptance_models import Learning
    from models import AcceptanceModel

SWITCHED_OFF: Final = N_(
    "Who is asked first goes by each volunteer's own answers. The town has switched off learning "
    "from everybody's answers."
)
NO_NIGHT: Final = N_(
    "Who is asked first goes by each volunteer's own answers. No night has learned from "
    "everybody's answers yet."
)
USED: Final = N_(
    "Since %(day)s who is asked first also goes by what was learned from %(answers)s earlier "
    "answers. Out of 100 askings it foretold %(said)s yeses, and %(came)s came; its error is "
    "%(error)s, that of each one's own answers alone %(own)s (less is better). It knows nothing "
    "of age, sex, origin or language."
)
NOT_USED: Final = N_(
    "Who is asked first goes by each volunteer's own answers. The night to %(day)s put the learned "
    "model aside: %(why)s"
)
WHY: Final = {
    FitVerdict.TOO_FEW: N_("%(answers)s answers are too few, it takes %(least)s."),
    FitVerdict.ALL_ALIKE: N_("everybody answered alike, so nothing tells one from another."),
    FitVerdict.OFF: N_("it foretold %(said)s yeses out of 100 askings, and %(came)s came."),
    FitVerdict.WORSE: N_("its error (%(error)s) is greater than without it (%(own)s)."),
    FitVerdict.WORSE_SINCE: N_(
        "in the askings it was used for it foretold %(said)s yeses out of 100, and %(came)s came."
    ),
}


def learning_words(learning: Learning, reader: Reader) -> str:
    """Say it in whole sentences."""
    last = learning.last
    if not learning.is_on:
        return reader.say(SWITCHED_OFF)
    if last is None:
        return reader.say(NO_NIGHT)
    numbers = _numbers(last, reader)
    if learning.used_since is not None:
        return reader.say(USED, day=reader.day(learning.used_since), **numbers)
    why = reader.say(WHY[last.verdict], **numbers)
    return reader.say(NOT_USED, day=reader.day(last.fitted_on), why=why)


def _numbers(last: AcceptanceModel, reader: Reader) -> dict[str, str]:
    return {
        "answers": reader.count(last.answers),
        "least": reader.count(LEAST_ANSWERS),
        "said": f"{100 * (last.said or 0):.1f}",
        "came": f"{100 * (last.came or 0):.1f}",
        "error": f"{last.brier or 0:.3f}",
        "own": f"{last.own_brier or 0:.3f}",
    }
