"""What a look at a person was for, in words: the permission the page carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import N_

if TYPE_CHECKING:
    from hopecare.language.reader import Reader

SUBJECTS: Final = {
    "report": N_("Triage"),
    "resident": N_("Residents"),
    "consent": N_("Consent"),
    "timeline": N_("Timeline"),
    "paper": N_("Papers"),
    "assessment": N_("Assessment"),
    "case": N_("Cases"),
    "need": N_("What is needed"),
    "aid": N_("Help given"),
    "offer": N_("Asking neighbours"),
    "task": N_("Tasks"),
    "visit": N_("Visits"),
    "worry": N_("Worries"),
    "check_in": N_("Check-ins"),
    "alert": N_("Alerts"),
    "call": N_("Telephone"),
    "call_task": N_("Calls to make"),
    "message": N_("Texts and calls"),
    "reply": N_("Replies to read"),
    "referral": N_("Referrals"),
    "volunteer": N_("Volunteers"),
    "link": N_("A question with a link"),
    "duty": N_("On duty"),
    "account": N_("Accounts"),
    "setting": N_("Settings"),
    "access_log": N_("Who looked at what"),
    "dashboard": N_("Today"),
    "api": N_("Another system"),
}


def purpose_words(permission: str, reader: Reader) -> str:
    """Say it in the reader's words, with the permission's own name where there are none."""
    words = SUBJECTS.get(permission.partition(".")[0])
    return permission if words is None else f"{reader.say(words)} ({permission})"
