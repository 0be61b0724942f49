"""The numbers of a morning in words: short in a text, plain on the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.digest import DigestNumber
from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT: Final[Mapping[DigestNumber, str]] = MappingProxyType(
    {
        DigestNumber.ALERTS: N_("alerts %(num)s"),
        DigestNumber.REPORTS: N_("reports %(num)s"),
        DigestNumber.CHECK_INS: N_("not known to be safe %(num)s"),
        DigestNumber.CALLS: N_("calls %(num)s"),
        DigestNumber.REPLIES: N_("replies to read %(num)s"),
        DigestNumber.REFERRALS: N_("referrals past their day %(num)s"),
    }
)
LONG: Final[Mapping[DigestNumber, str]] = MappingProxyType(
    {
        DigestNumber.ALERTS: N_("Alerts that have not ended"),
        DigestNumber.REPORTS: N_("Reports to look at"),
        DigestNumber.CHECK_INS: N_("Not known to be safe"),
        DigestNumber.CALLS: N_("Calls to make today"),
        DigestNumber.REPLIES: N_("Replies a person must read"),
        DigestNumber.REFERRALS: N_("Referrals past their answer day"),
    }
)


def in_one_line(numbers: Mapping[DigestNumber, int], language: str) -> str:
    """Say the numbers that are not nothing, for a text."""
    say = translator(language).gettext
    return ", ".join(
        say(SHORT[each]) % {"num": number} for each, number in numbers.items() if number
    )
