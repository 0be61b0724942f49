"""What a value of a form says in words, where it is a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marshmallow import fields

from hopecare.language import N_
from hopecare.language.labels import has_label
from hopecare.web.fields import Code, Ticked
from hopecare.web.language import current_reader

if TYPE_CHECKING:
    from enum import Enum

WORDS: Final = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
    "pets": N_("Pets"),
    "smoke": N_("Smoke"),
    "stairs": N_("Many stairs"),
    "default": N_("Ask again, then somebody who looks in, then us"),
    "quick": N_("Quickly to us: for people at risk"),
    "0": N_("Not checked"),
    "1": N_("Basic check"),
    "2": N_("Full check"),
}
"""The codes that only forms know: days, homes, checks, ladders."""


def choice_words(reads: fields.Field[Any] | None, value: str) -> str:
    """Say one value of a field as its page says it; words and numbers stand for themselves."""
    inner = reads.inner if isinstance(reads, fields.List) else reads
    reader = current_reader()
    if isinstance(inner, Ticked):
        return reader.say(N_("Yes") if value == "yes" else N_("No"))
    if not isinstance(inner, Code):
        return value
    member: Enum = next(each for each in inner.kind if each.value == value)
    if has_label(member):
        return reader.label(member)
    return reader.say(WORDS[value])
