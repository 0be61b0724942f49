"""What is wrong with one answer about a household, said plainly to whoever gave it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bounds_contradict": N_("The two limits contradict each other or what is possible."),
        "fewer_than_listed": N_("More rows are listed than were counted."),
        "list_expected": N_("A list of rows is expected here."),
        "map_expected": N_("An object with names and answers is expected here."),
        "negative": N_("This cannot be less than zero."),
        "not_a_choice": N_("This is none of the answers offered."),
        "not_a_number": N_("This is not a number."),
        "not_an_answer": N_(
            "This is no answer: a number, yes or no, a choice, or limits are expected."
        ),
        "not_whole": N_("A whole number is expected here."),
        "not_yes_or_no": N_("Yes or no (true or false) is expected here."),
        "reason_needed": N_("A judgement needs its reason."),
        "too_few": N_("There are fewer rows than there can be."),
        "too_large": N_("This is larger than it can be."),
        "too_long": N_("This is too long for an answer."),
        "too_many": N_("There are more rows than there can be."),
        "too_small": N_("This is smaller than it can be."),
        "unknown_question": N_("No rule knows this name."),
    }
)


def problem_lines(problems: Mapping[str, list[str]], language: str) -> list[str]:
    """Say every problem, one a line, each with its place."""
    say = translator(language).gettext
    return [
        f"{place}: {say(PROBLEMS.get(code, code))}"
        for place, codes in problems.items()
        for code in codes
    ]
