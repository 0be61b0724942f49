"""What a link's page says to residents, carers and volunteers. Data."""

from __future__ import annotations

from typing import Final

from blueprints.answering import alert_words
from blueprints.answering.said import Said
from hopecare.domain.answer_links import LinkAnswer
from hopecare.domain.care_path import OfferStatus, SlotStatus
from hopecare.domain.check_ins import QuestionCode
from hopecare.language import N_
from hopecare.services.press_link import PressResult

ONE_PRESS: Final = N_("Opening this page tells us nothing yet. Please press one button.")
_YES_OR_NOT: Final = (
    (LinkAnswer.FINE, N_("Yes")),
    (LinkAnswer.HELP, N_("No, or please call me")),
)
_CARERS: Final = (*_YES_OR_NOT, (LinkAnswer.CANNOT_ANY_MORE, N_("I cannot go on")))
ASKS_RESIDENT: Final = {
    QuestionCode.WELLBEING: Said(
        title=N_("How are you today?"),
        words=ONE_PRESS,
        buttons=((LinkAnswer.FINE, N_("I am fine")), (LinkAnswer.HELP, N_("Please call me"))),
    ),
    QuestionCode.MEALS: Said(
        title=N_("Have you eaten today?"), words=ONE_PRESS, buttons=_YES_OR_NOT
    ),
    QuestionCode.MEDICINE: Said(
        title=N_("Have you taken your medicine today?"), words=ONE_PRESS, buttons=_YES_OR_NOT
    ),
    QuestionCode.WARMTH: Said(
        title=N_("Is it comfortable at home, not too cold or too hot?"),
        words=ONE_PRESS,
        buttons=_YES_OR_NOT,
    ),
}
ASKS_CARER: Final = {
    QuestionCode.WELLBEING: Said(
        title=N_("How are you both today?"),
        words=ONE_PRESS,
        buttons=(
            (LinkAnswer.FINE, N_("We are fine")),
            (LinkAnswer.HELP, N_("Please call me")),
            (LinkAnswer.CANNOT_ANY_MORE, N_("I cannot go on")),
        ),
    ),
    QuestionCode.MEALS: Said(
        title=N_("Have you both eaten today?"), words=ONE_PRESS, buttons=_CARERS
    ),
    QuestionCode.MEDICINE: Said(
        title=N_("Have you both taken your medicine today?"), words=ONE_PRESS, buttons=_CARERS
    ),
    QuestionCode.WARMTH: Said(
        title=N_("Is it comfortable at home for you both, not too cold or too hot?"),
        words=ONE_PRESS,
        buttons=_CARERS,
    ),
}
ASKS_HELPER: Final = Said(
    title=N_("Could you help a neighbour?"),
    words=N_("A no is always all right, and helps us ask the next neighbour sooner."),
    buttons=((LinkAnswer.YES, N_("I will do it")), (LinkAnswer.NO, N_("I cannot this time"))),
)
_SOMEBODY_CALLS: Final = Said(
    title=N_("Thank you for telling us"),
    words=N_("Somebody will call you soon. If it cannot wait, call one of the numbers below."),
)
_NOT_NEEDED: Final = Said(
    title=N_("This is not needed any more"),
    words=N_("Thank you for being there. Nothing is left to do."),
)
_NOT_OF_YOU: Final = Said(
    title=N_("This one is not needed of you any more"),
    words=N_("Thank you for being there. You need do nothing."),
)
_SAID_YES: Final = Said(
    title=N_("Thank you for taking this on"),
    words=N_("Where and how stands on your page of tasks."),
)
_SAID_NO: Final = Said(
    title=N_("That is quite all right"),
    words=N_("Thank you for telling us. Another neighbour can be asked sooner now."),
)
ANSWERED: Final = {
    LinkAnswer.FINE: Said(
        title=N_("Thank you for your answer"),
        words=N_("It is good to hear. If something changes, please call us."),
    ),
    LinkAnswer.HELP: _SOMEBODY_CALLS,
    LinkAnswer.CANNOT_ANY_MORE: _SOMEBODY_CALLS,
    LinkAnswer.NO: _SAID_NO,
}
"""What was pressed on this very page; a yes is told by how the offer stands now."""
TOO_LATE: Final = Said(
    title=N_("The time for this answer is over"),
    words=N_("If you would like to tell us something, please call the office."),
    is_good=False,
)
OFFERS: Final = {
    OfferStatus.STANDING: Said(
        title=N_("A newer text asks you again"),
        words=N_("Please open the link in the newest text, or call the office."),
        is_good=False,
    ),
    OfferStatus.ACCEPTED: _SAID_YES,
    OfferStatus.DECLINED: _SAID_NO,
    OfferStatus.LATE: Said(
        title=N_("Thank you. Somebody was faster"),
        words=N_("For the next week you are among the first we ask near you."),
    ),
    OfferStatus.LAPSED: TOO_LATE,
    OfferStatus.STOOD_DOWN: _NOT_NEEDED,
}
_QUESTION_OVER: Final = Said(
    title=N_("This question is over"),
    words=N_("If you would like to tell us something, please call the office."),
)
CHECK_INS: Final = {
    SlotStatus.ANSWERED: Said(
        title=N_("We have your answer already"),
        words=N_("Thank you. If something changes, please call us."),
    ),
    SlotStatus.CLEARED: Said(
        title=N_("We have your answer already"),
        words=N_("Thank you. If something changes, please call us."),
    ),
    SlotStatus.HELP_ASKED: _SOMEBODY_CALLS,
    SlotStatus.KNOWN: _QUESTION_OVER,
    SlotStatus.CANCELLED: _QUESTION_OVER,
}
"""What was answered by another way, or is not asked any more."""
NOTED: Final = Said(
    title=N_("Thank you, we have written it down"),
    words=N_("We will still ask them ourselves. If you are worried, please call us."),
)
PRESSED: Final = {
    PressResult.HELP_COMES: _SOMEBODY_CALLS,
    PressResult.NOTED: NOTED,
    PressResult.NOBODY_LEFT: alert_words.NOBODY_LEFT,
    PressResult.FULL: Said(
        title=N_("You hold as many tasks as you set for yourself"),
        words=N_(
            "Hand one back, or raise your own limit on the page about you. This one still stands."
        ),
        is_good=False,
    ),
    PressResult.CLASH: Said(
        title=N_("You have promised other help at that time"),
        words=N_("Your yes was not written down. Your page of tasks says what you hold then."),
        is_good=False,
    ),
    PressResult.OVER: _NOT_OF_YOU,
    PressResult.HELD_BEFORE: Said(
        title=N_("You hold this one no more"),
        words=N_("Thank you. Somebody is still needed: we call you."),
    ),
    PressResult.STILL_YOURS: Said(
        title=N_("This one is still yours"),
        words=N_(
            "You took it on. Hand it back on your page of tasks, or wait: somebody calls you."
        ),
        is_good=False,
    ),
    PressResult.CHANGED: Said(
        title=N_("What is needed has changed since we asked you"),
        words=N_("The day, the hours or the kind of help is different now. You need do nothing."),
    ),
}
OPENS_NO_MORE: Final = Said(
    title=N_("This link does not open any more"),
    words=N_("If you would like to tell us something, please call the office."),
    is_good=False,
)
"""The same for a link that was revoked and for one that never was: strangers learn nothing."""
