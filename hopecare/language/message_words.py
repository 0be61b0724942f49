"""Why words were held back or did not arrive, said plainly."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery import HoldReason, RecallReason
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
        HoldReason.TOO_MANY: N_("They had too many messages within one hour."),
        HoldReason.COST_CAP: N_(
            "This month's money for texts and calls is spent, and this could wait. "
            "Check-ins, alerts, requests and answers to calls for help still go out."
        ),
    }
)
RECALL_WORDS: Final[Mapping[RecallReason, str]] = MappingProxyType(
    {
        RecallReason.PAUSED: N_("Their check-ins rest at present."),
        RecallReason.ACCOUNT_CLOSED: N_("They work here no more: their account was closed."),
    }
)
CODE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answered": N_("They had answered already."),
        "alert_ended": N_("The alert had ended already."),
        "all_clear": N_("All was well already."),
        "check_ins_stopped": N_("They are not asked any more."),
        "nothing_to_say": N_("Nothing waited, so there was nothing to say."),
        "taken": N_("Somebody had taken it up already."),
        "check_ins_changed": N_("They are asked at another hour of the day."),
        "asked_themselves": N_("Nobody answers in the resident's place any more."),
        "too_late": N_("The time for it was over."),
        "broadcast_stopped": N_("The message to many was stopped."),
        "case_closed": N_("The help had ended."),
        "merged": N_("Two records of the person were made one."),
        "over": N_("What it was about was over."),
        "taken_back": N_("It was taken back."),
        "rung": N_("The calls it was about had been made."),
        "stood_down": N_("The request was taken back."),
        "stands_again": N_("The request stands again."),
        "put_again": N_("It did not leave in time, so the question is put anew."),
        "not_seen": N_("The network does not list it yet. We look once more."),
        "was_another": N_(
            "The send we had found for it was of another text to this telephone. We look once more."
        ),
        "sent_again": N_("The network never had it, so it is sent once more."),
        "passes_later": N_("That may pass: it is sent once more in a while."),
        "kept_here": N_(
            "It did not leave: something was stopped or had changed just before. "
            "It is decided about anew."
        ),
        "unreadable": N_("It could not be read."),
        "put_off": N_("It could not be read. It is tried again in ten minutes."),
        "quiet_hours": N_("In the quiet hours nobody is disturbed."),
        "told_together": N_(
            "The same words had reached this telephone already, written to somebody who has it too."
        ),
        "waits_for_same": N_(
            "The same words are on their way to this telephone for somebody else. "
            "Once the network has taken them, these need not leave."
        ),
        "first_lost": N_(
            "The same words got lost on their way to this telephone, so these leave after all."
        ),
        "folded": N_("It went out together with other alerts, in one text."),
        "link_opened": N_("The link in it was opened."),
        "link_pressed": N_("It was answered by its link."),
        "link_too_late": N_("Its link was pressed, but no answer was awaited any more."),
        "link_clash": N_("Its link was pressed, but they have promised other help then."),
        "link_full": N_("Its link was pressed, but they hold as many tasks as they set."),
        "gathers": N_("It waits a few minutes, to go out with other alerts in one text."),
        "bad_number": N_("There is no such number."),
        "landline": N_("A landline cannot take texts."),
        "blocked": N_("The network keeps our words from this number."),
        "region_closed": N_("Our account may not send to this country."),
        "sender_wrong": N_("The network does not accept our sender number."),
        "filtered": N_("The network took it for spam."),
        "busy": N_("The network was too busy."),
        "handset_off": N_("The telephone was off or had no signal."),
        "unreachable": N_("The network could not reach this number."),
        "no_answer": N_("Nobody picked up."),
        "line_busy": N_("The line was engaged."),
        "provider_refused": N_("The network did not take it."),
        "provider_down": N_("The network did not answer."),
        "other": N_("It did not arrive, and the network does not say why."),
        **{reason.value: words for reason, words in HOLD_WORDS.items()},
        **{reason.value: words for reason, words in RECALL_WORDS.items()},
    }
)


def code_words(code: str | None, reader: Reader) -> str:
    """Say a code of our own in words; a provider's code is named as it is."""
    if not code:
        return ""
    words = CODE_WORDS.get(code)
    return reader.say(words) if words else reader.say(N_("Code %(code)s"), code=code)
