"""An evidence pack: for whom, of what, what goes along about the person, in which language."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.evidence import PackSection, PackTold
from hopecare.domain.packets import OverrideReason
from hopecare.web.fields import Code, Codes, Day, Id, Note, Request, Words


class PackLanguage(StrEnum):
    """In which language it is said."""

    KO = "ko"
    EN = "en"


class MakePackRequest(Request):
    """For whom, which sections, what is told beyond the least, and why where nobody agreed."""

    organisation_id = Id()
    recipient = Words(longest=200)
    sections = Codes(PackSection, required=True)
    told = Codes(PackTold)
    language = Code(PackLanguage, required=True)
    benefits_chosen_on = Day(past=True)
    override_reason = Code(OverrideReason)
    override_words = Note(longest=1000)


class CheckPackQuery(Request):
    """The first signs of a hash, as they stand on a page."""

    q = Words(longest=100)
