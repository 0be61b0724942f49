"""Why words were held back or did not arrive, said plainly."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import HoldReason
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

HOLD_WORDS: Final[Mapping[HoldReason, str]] = MappingProxyType(
    {
        HoldReason.UNSAFE: N_(
            "It could put them in danger: a note on their safety forbids this way or these words."
        ),
        HoldReason.OPTED_OUT: N_("They asked us not to text them any more. Please ring instead."),
        HoldReason.NO_CONSENT: N_("They have not agreed to this, or no longer do."),
        HoldReason.HAS_DIED: N_("They have died. Nothing is sent any more."),
        HoldReason.NO_CONTACT_POINT: N_("We know no number by which they can be reached this way."),
        HoldReason.CHANNELS_OFF: N_("Sending is switched off for the whole town."),
        HoldReason.TOO_MANY: N_("They had too many messages within one hour."),
    }
)
CODE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answered": N_("They had answered already."),
        "all_clear": N_("All was well already."),
        "check_ins_stopped": N_("They are not asked any more."),
        "too_late": N_("The time for it was over."),
        **{reason.value: words for reason, words in HOLD_WORDS.items()},
    }
)


def code_words(code: str | None, reader: Reader) -> str:
    """Say a code of our own in words; a provider's code is named as it is."""
    if not code:
        return ""
    words = CODE_WORDS.get(code)
    return reader.say(words) if words else reader.say(N_("Code %(code)s"), code=code)
