"""The sentences of the questions a plan may ask instead of the usual one, in English. Data.

Each takes the answers of the usual one: 1 is well, 2 is a call, and a carer's 3 that they cannot go
on.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_
from hopecare.language.wording import Text, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER_QUESTIONS: Final[Mapping[Text, Wording]] = MappingProxyType(
    {
        Text.CHECK_IN_MEALS: Wording(
            N_("%(name)s, we will ring soon to ask whether you have eaten."),
            N_("%(name)s, have you eaten today? Reply 1 if you have, 2 if not or for a call."),
            N_(
                "Hello %(name)s. We are calling to ask whether you have eaten today. If you "
                "have, press 1. If not, or if you would like us to call you, press 2."
            ),
            N_("%(name)s, have you eaten today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_MEALS_CARER: Wording(
            N_("%(name)s, we will ring soon to ask whether you have both eaten."),
            N_(
                "%(name)s, have you both eaten today? Reply 1 if you have, 2 if not or for a "
                "call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We are calling to ask whether you have both eaten today. If you "
                "have, press 1. If not, or if you would like us to call you, press 2. If you "
                "cannot go on any more, press 3 and we will come to help."
            ),
            N_("%(name)s, have you both eaten today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_REPEAT_MEALS: Wording(
            N_("%(name)s, we will ring once more to ask whether you have eaten."),
            N_(
                "%(name)s, we have not heard from you yet. Have you eaten today? Reply 1 if you "
                "have, 2 if not or for a call."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Have you eaten today? If you "
                "have, press 1. If not, or if you would like us to call you, press 2."
            ),
            N_("%(name)s, we have not heard from you yet. Have you eaten today? %(link)s"),
        ),
        Text.CHECK_IN_REPEAT_MEALS_CARER: Wording(
            N_("%(name)s, we will ring once more to ask whether you have both eaten."),
            N_(
                "%(name)s, we have not heard from you yet. Have you both eaten today? Reply 1 if "
                "you have, 2 if not or for a call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Have you both eaten today? If "
                "you have, press 1. If not, or if you would like us to call you, press 2. If you "
                "cannot go on any more, press 3 and we will come to help."
            ),
            N_("%(name)s, we have not heard from you yet. Have you both eaten today? %(link)s"),
        ),
        Text.CHECK_IN_MEDICINE: Wording(
            N_("%(name)s, we will ring soon to ask whether you have taken your medicine."),
            N_(
                "%(name)s, have you taken your medicine today? Reply 1 if you have, 2 if not or "
                "for a call."
            ),
            N_(
                "Hello %(name)s. We are calling to ask whether you have taken your medicine "
                "today. If you have, press 1. If not, or if you would like us to call you, press "
                "2."
            ),
            N_("%(name)s, have you taken your medicine today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_MEDICINE_CARER: Wording(
            N_("%(name)s, we will ring soon to ask whether you have both taken your medicine."),
            N_(
                "%(name)s, have you both taken your medicine today? Reply 1 if you have, 2 if "
                "not or for a call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We are calling to ask whether you have both taken your medicine "
                "today. If you have, press 1. If not, or if you would like us to call you, press "
                "2. If you cannot go on any more, press 3 and we will come to help."
            ),
            N_("%(name)s, have you both taken your medicine today? Tell us here: %(link)s"),
        ),
        Text.CHECK_IN_REPEAT_MEDICINE: Wording(
            N_("%(name)s, we will ring once more to ask whether you have taken your medicine."),
            N_(
                "%(name)s, we have not heard from you yet. Have you taken your medicine today? "
                "Reply 1 if you have, 2 if not or for a call."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Have you taken your medicine "
                "today? If you have, press 1. If not, or if you would like us to call you, press "
                "2."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Have you taken your medicine today? "
                "%(link)s"
            ),
        ),
        Text.CHECK_IN_REPEAT_MEDICINE_CARER: Wording(
            N_(
                "%(name)s, we will ring once more to ask whether you have both taken your medicine."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Have you both taken your medicine "
                "today? Reply 1 if you have, 2 if not or for a call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Have you both taken your "
                "medicine today? If you have, press 1. If not, or if you would like us to call "
                "you, press 2. If you cannot go on any more, press 3 and we will come to help."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Have you both taken your medicine "
                "today? %(link)s"
            ),
        ),
        Text.CHECK_IN_WARMTH: Wording(
            N_("%(name)s, we will ring soon to ask whether it is too cold or too hot at home."),
            N_(
                "%(name)s, is it comfortable at home, not too cold or too hot? Reply 1 if it is, "
                "2 if not or for a call."
            ),
            N_(
                "Hello %(name)s. We are calling to ask whether it is comfortable at home, not "
                "too cold or too hot. If it is, press 1. If not, or if you would like us to call "
                "you, press 2."
            ),
            N_(
                "%(name)s, is it comfortable at home, not too cold or too hot? Tell us here: "
                "%(link)s"
            ),
        ),
        Text.CHECK_IN_WARMTH_CARER: Wording(
            N_(
                "%(name)s, we will ring soon to ask whether it is too cold or too hot at home "
                "for you both."
            ),
            N_(
                "%(name)s, is it comfortable at home for you both, not too cold or too hot? "
                "Reply 1 if it is, 2 if not or for a call, 3 if you cannot go on."
            ),
            N_(
                "Hello %(name)s. We are calling to ask whether it is comfortable at home for you "
                "both, not too cold or too hot. If it is, press 1. If not, or if you would like "
                "us to call you, press 2. If you cannot go on any more, press 3 and we will come "
                "to help."
            ),
            N_(
                "%(name)s, is it comfortable at home for you both, not too cold or too hot? Tell "
                "us here: %(link)s"
            ),
        ),
        Text.CHECK_IN_REPEAT_WARMTH: Wording(
            N_(
                "%(name)s, we will ring once more to ask whether it is too cold or too hot at home."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Is it comfortable at home, not too "
                "cold or too hot? Reply 1 if it is, 2 if not or for a call."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Is it comfortable at home, not "
                "too cold or too hot? If it is, press 1. If not, or if you would like us to call "
                "you, press 2."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Is it comfortable at home, not too "
                "cold or too hot? %(link)s"
            ),
        ),
        Text.CHECK_IN_REPEAT_WARMTH_CARER: Wording(
            N_(
                "%(name)s, we will ring once more to ask whether it is too cold or too hot at "
                "home for you both."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Is it comfortable at home for you "
                "both, not too cold or too hot? Reply 1 if it is, 2 if not or for a call, 3 if "
                "you cannot go on."
            ),
            N_(
                "Hello %(name)s. We could not reach you before. Is it comfortable at home for "
                "you both, not too cold or too hot? If it is, press 1. If not, or if you would "
                "like us to call you, press 2. If you cannot go on any more, press 3 and we will "
                "come to help."
            ),
            N_(
                "%(name)s, we have not heard from you yet. Is it comfortable at home for you "
                "both, not too cold or too hot? %(link)s"
            ),
        ),
    }
)
