"""Why a volunteer is asked, as they may know it before they say yes: never who, never how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blueprints.volunteering.words import how_far
from hopecare.domain.matching.proposals import FOR_VOLUNTEERS
from hopecare.domain.matching.score import Term
from hopecare.domain.people import GenderWish
from hopecare.language import N_
from hopecare.web.forms import blank_form
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from hopecare.queries.own_pages import AskedView
    from hopecare.web.forms import Form
    from models import MatchAppeal

KIND: Final = N_("You said that you like to help with this.")
TIME: Final = N_("You have time then.")
LANGUAGE: Final = N_("You speak the language that is wished.")
GENDER: Final = N_("A person like you is wished.")
FREE: Final = N_("You took on nothing else lately.")


def why_asked(view: AskedView) -> list[str]:
    """Say what led to this volunteer; that they know the resident is not said before a yes.

    Nothing of what is asked no more: it would tell of somebody who may have said no to all of it.
    """
    if not view.is_open:
        return []
    reader, terms = current_reader(), view.offer.terms
    said = [reader.say(KIND), reader.say(TIME)]
    if view.need.language and Term.LANGUAGE_MISSING.value not in terms:
        said.append(reader.say(LANGUAGE))
    if view.need.gender_wish is not GenderWish.NONE and Term.GENDER_DIFFERS.value not in terms:
        said.append(reader.say(GENDER))
    if Term.LOAD.value not in terms:
        said.append(reader.say(FREE))
    return [how_far(view.band, by_telephone=view.by_telephone, is_rough=view.is_rough), *said]


def appeal_values(
    said_before: MatchAppeal | None, view: AskedView, form: Form | None
) -> dict[str, Any]:
    """Give the page what it says of the reasons, and of what does not suit."""
    return {
        "reasons": why_asked(view),
        "said_before": said_before,
        "appeal_form": form or blank_form(),
        "FOR_VOLUNTEERS": FOR_VOLUNTEERS,
    }
