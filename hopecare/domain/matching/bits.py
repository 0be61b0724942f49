"""Lists of codes as numbers beside the readable rows, so that a search compares them in one step.

A number may say more than the row (all that is not listed here shares one bit), never less: what it
lets through is asked once more by the rules themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import slots_from
from hopecare.domain.needs import NeedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SKILLS: Final[Mapping[str, int]] = {
    # A bit is never given to another code: rows that were written keep their meaning.
    NeedKind.SIDE_DISHES: 0,
    NeedKind.COMPANION_VISIT: 1,
    NeedKind.PHONE_COMPANION: 2,
    NeedKind.ESCORT: 3,
    NeedKind.PAPERS: 4,
    NeedKind.CHILD_AFTER_SCHOOL: 5,
    NeedKind.TUTORING: 6,
    NeedKind.PERSONAL_CARE: 7,
    NeedKind.LIFT: 8,
    NeedKind.INTERPRETING: 9,
    NeedKind.GOODS: 10,
    NeedKind.HOUSE_REPAIR: 11,
    NeedKind.MEAL_TOGETHER: 12,
    NeedKind.RESPITE: 13,
    NeedKind.KNOCK: 14,
}
_LANGUAGES: Final[Mapping[str, int]] = {
    code: bit
    for bit, code in enumerate(("ko", "en", "vi", "zh", "th", "ru", "km", "mn", "uz", "ja"))
}
_HOMES: Final[Mapping[str, int]] = {"pets": 0, "smoke": 1, "stairs": 2}
_OTHER: Final = 62
"""The last bit of a signed number of 64: every code that has no bit of its own."""


def skill_bits(codes: Iterable[str]) -> int:
    """Write kinds of help as one number."""
    return _bits(_SKILLS, codes)


def language_bits(codes: Iterable[str]) -> int:
    """Write languages as one number."""
    return _bits(_LANGUAGES, codes)


def home_bits(codes: Iterable[str]) -> int:
    """Write what somebody meets, or avoids, in a home, as one number of what is certain.

    Here a bit keeps somebody out: codes without a bit of their own are left to the rules.
    """
    return _bits(_HOMES, codes, other=False)


def slot_bits(slots: str) -> int:
    """Write the parts of a week as one number."""
    return slots_from(slots)


def _bits(known: Mapping[str, int], codes: Iterable[str], *, other: bool = True) -> int:
    total = 0
    for code in codes:
        if other or code in known:
            total |= 1 << known.get(code, _OTHER)
    return total
