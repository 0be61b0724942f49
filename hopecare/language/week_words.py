"""The week's numbers in words, short enough for one text."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.digest import WeekNumber
from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT: Final[Mapping[WeekNumber, str]] = MappingProxyType(
    {
        WeekNumber.OVERDUE: N_("overdue %(num)s"),
        WeekNumber.LEGAL_CLOCKS: N_("legal days over %(num)s"),
        WeekNumber.SILENT: N_("silent %(num)s"),
        WeekNumber.NOBODY: N_("nobody steers %(num)s"),
        WeekNumber.REFERRALS: N_("late offices %(num)s"),
        WeekNumber.CLOSINGS: N_("closings %(num)s"),
        WeekNumber.NEEDS: N_("old needs %(num)s"),
        WeekNumber.FULL: N_("volunteers at their limit %(num)s"),
    }
)


def week_in_one_line(numbers: Mapping[WeekNumber, int], language: str) -> str:
    """Say the numbers that are not nothing, for a text."""
    say = translator(language).gettext
    return ", ".join(
        say(SHORT[each]) % {"num": number} for each, number in numbers.items() if number
    )
