"""The sentences themselves, in English; translations/ko/texts.po holds the Korean.

Four columns: a text where people can answer by text, a text where they cannot, what a call says,
and a text where the network lets links through. A sentence that is the same everywhere stands once.
Nothing here carries an address, a diagnosis or the reason for help: a telephone lies on tables, and
families share it. A link answers one question, once (decision 23).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wording import Text, Wording
from hopecare.language.wordings_of_questions import OTHER_QUESTIONS
from hopecare.language.wordings_to_look_in import TO_LOOK_IN
from hopecare.language.wordings_to_staff import TO_STAFF
from hopecare.language.wordings_to_volunteers import TO_VOLUNTEERS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NEUTRAL", "WORDINGS", "Text", "Wording"]

NEUTRAL: Final = frozenset(
    {
        Text.NEUTRAL,
        Text.NEUTRAL_CHECK_IN,
        Text.NEUTRAL_CHECK_IN_CARER,
        Text.NEUTRAL_ALL_CLEAR,
    }
)
"""Words anybody may read: no name, no subject, and no sender in front."""

WORDINGS: Final[Mapping[Text, Wording]] = MappingProxyType(
    {
        **TO_STAFF,
        **TO_VOLUNTEERS,
        **TO_LOOK_IN,
        **OTHER_QUESTIONS,
        Text.HELPER_FOUND: Wording(
            N_("%(name)s, a neighbour will help you: %(helper)s."),
        ),
        Text.OUTCOME_CAME: Wording(
            N_("%(name)s, an answer has come to what was asked for you. We call you by %(day)s."),
        ),
        Text.OUTCOME_WAITS: Wording(
            N_(
                "%(name)s, no answer has come yet to what was asked for you. We go on asking, "
                "and call you by %(day)s."
            ),
        ),
        Text.WEEK_TAKEN: Wording(
            N_("%(name)s, on %(day)s another neighbour comes: %(helper)s."),
        ),
        Text.WEEK_NOBODY: Wording(
            N_("%(name)s, we are sorry: so far nobody can come on %(day)s."),
        ),
        Text.CHECK_IN: Wording(
            N_("%(name)s, we will ring soon to ask how you are."),
            N_("%(name)s, how are you today? Reply 1 if you are fine, 2 if we should call you."),
            N_(
                "Hello %(name)s. We are calling to ask how you are. If you are fine, press 1."
                " If you would like us to call you, press 2."
            ),
            N_("%(name)s, how are you today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_CARER: Wording(
            N_("%(name)s, we will ring soon to ask how you are."),
            N_(
                "%(name)s, how are you both? Reply 1 if fine, 2 if we should call, 3 if you "
                "cannot go on."
            ),
            N_(
                "Hello %(name)s. We are calling to ask how you both are. If you are fine, "
                "press 1. If you would like us to call you, press 2. If you cannot go on any "
                "more, press 3 and we will come to help."
            ),
            N_("%(name)s, how are you both today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_REPEAT: Wording(
            N_("%(name)s, we will ring once more to ask how you are."),
            N_(
                "%(name)s, we have not heard from you yet. Reply 1 if you are fine, 2 if we "
                "should call you."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. If you are fine, press 1. If "
                "you would like us to call you, press 2."
            ),
            N_("%(name)s, we have not heard from you yet. Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_REPEAT_CARER: Wording(
            N_("%(name)s, we will ring once more to ask how you are."),
            N_(
                "%(name)s, we have not heard from you yet. Reply 1 if fine, 2 if we should "
                "call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. If you are fine, press 1. If "
                "you would like us to call you, press 2. If you cannot go on any more, press "
                "3 and we will come to help."
            ),
            N_("%(name)s, we have not heard from you yet. Tell us here: %(link)s"),
        ),
        Text.ANSWER_WELL: Wording(N_("Thank you for telling us. That is good to hear.")),
        Text.ANSWER_HELP_STANDS: Wording(
            N_(
                "Thank you. The call for help from before stands: a person looks after it. In "
                "danger, call %(emergency)s."
            ),
        ),
        Text.ANSWER_HELP: Wording(
            N_(
                "Thank you for telling us. Somebody on duty calls you within 30 minutes. "
                "HopeCare is not an emergency service: in danger, call %(emergency)s."
            ),
        ),
        Text.ANSWER_HELP_LATER: Wording(
            N_(
                "Thank you for telling us. Nobody is on duty until %(until)s; our coordinators "
                "are told. HopeCare is not an emergency service: in danger, call %(emergency)s "
                "now."
            ),
        ),
        Text.ANSWER_HELP_NOBODY: Wording(
            N_(
                "Thank you for telling us. Nobody is on duty now; our coordinators are told. "
                "HopeCare is not an emergency service: in danger, call %(emergency)s now."
            ),
        ),
        Text.ANSWER_YES: Wording(N_("Thank you. The rest is on your page.")),
        Text.ANSWER_NO: Wording(N_("That is fine. Thank you for telling us.")),
        Text.TEXTS_COME_ALREADY: Wording(
            N_("Thank you. We go on texting you; there is nothing more you need to do."),
        ),
        Text.ANSWER_NOT_UNDERSTOOD: Wording(
            N_(
                "We did not understand that, so a person will look at it. If it cannot wait, "
                "call %(emergency)s."
            ),
            spoken=N_(
                "We did not understand that, so a person will call you. If it cannot wait, call "
                "%(emergency)s."
            ),
        ),
        Text.KEY_AGAIN: Wording(N_("That key means nothing here. Once more:")),
        Text.KNOCK: Wording(
            N_(
                "%(helper)s, please knock at %(name)s's door by %(until)s and tell us on your page."
            ),
        ),
        Text.ALL_CLEAR_PEOPLE: Wording(
            N_("%(helper)s, we have heard from %(name)s. No need to look in any more. Thank you."),
        ),
        Text.ALARM_OVER_PEOPLE: Wording(
            N_("%(helper)s, the office looks after %(name)s now. No need to go there. Thank you."),
        ),
        Text.SIGN_IN_CODE: Wording(
            N_("%(code)s is your sign-in number, good for %(minutes)s minutes. Tell it to nobody."),
        ),
        Text.UNKNOWN_SENDER: Wording(
            N_(
                "We do not know this number yet. Please call %(office)s, or %(emergency)s if "
                "it cannot wait."
            ),
        ),
        Text.HELP_KEYWORD: Wording(
            N_(
                "HopeCare is not an emergency service: in danger, call %(emergency)s. To reach "
                "us, call %(office)s."
            ),
        ),
        Text.HELP_KEYWORD_LATER: Wording(
            N_(
                "HopeCare is not an emergency service: in danger, call %(emergency)s. Nobody is "
                "on duty here until %(until)s; then call %(office)s."
            ),
        ),
        Text.HELP_KEYWORD_NOBODY: Wording(
            N_(
                "HopeCare is not an emergency service: in danger, call %(emergency)s. Nobody is "
                "on duty here now; call %(office)s in office hours."
            ),
        ),
        Text.CALL_IN: Wording(
            N_(
                "This is HopeCare. Nobody can pick up here. Call %(office)s, or %(emergency)s if "
                "it cannot wait. For a call back, press 1."
            ),
        ),
        Text.CALL_IN_WITHHELD: Wording(
            N_(
                "This is HopeCare. Nobody can pick up here. Call %(office)s, or %(emergency)s if "
                "it cannot wait."
            ),
        ),
        Text.CALL_BACK_PROMISED: Wording(N_("Thank you. We will call you back.")),
        Text.CALL_BACK_LATER: Wording(
            N_(
                "Thank you. Nobody is on duty here until %(until)s; we will call you back then. "
                "If it cannot wait, call %(emergency)s."
            ),
        ),
        Text.CALL_BACK_NOBODY: Wording(
            N_(
                "Thank you. Nobody is on duty here now, so we cannot say when we will call you "
                "back. Call %(office)s in office hours, or %(emergency)s if it cannot wait."
            ),
        ),
        Text.NEUTRAL: Wording(N_("Hello. Please call %(office)s when it suits you.")),
        Text.NEUTRAL_CHECK_IN: Wording(
            N_("Hello. Please call %(office)s when it suits you."),
            N_("Hello. How are you today? Reply 1 if all is well, 2 if you would like a call."),
            N_(
                "Hello. How are you today? If all is well, press 1. If you would like a call, "
                "press 2."
            ),
            N_("Hello. How are you today? %(link)s"),
        ),
        Text.NEUTRAL_CHECK_IN_CARER: Wording(
            N_("Hello. Please call %(office)s when it suits you."),
            N_("Hello. How are you today? Reply 1 if all is well, 2 for a call, 3 for help today."),
            N_(
                "Hello. How are you today? If all is well, press 1. If you would like a call, "
                "press 2. If you need help today, press 3."
            ),
            N_("Hello. How are you today? %(link)s"),
        ),
        Text.NEUTRAL_ALL_CLEAR: Wording(
            N_("Hello. It has been taken care of, no need to call any more. Thank you.")
        ),
        Text.GOODBYE: Wording(N_("Goodbye. Take care.")),
    }
)
