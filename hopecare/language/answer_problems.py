"""What is wrong with one answer about a household, said plainly to whoever gave it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.errors import NoRulesOnDateError

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "belongs_under_decisions": N_(
            "This is a judgement of a person: it belongs under “decisions”, with its reason."
        ),
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


NO_RULES: Final = N_(
    "The rules of %(pack)s %(version)s say nothing about %(on)s. They have these days: %(days)s."
)
STRETCH: Final = N_("%(since)s to %(until)s")
OPEN_STRETCH: Final = N_("%(since)s and later")


def problem_lines(problems: Mapping[str, list[str]], language: str) -> list[str]:
    """Say every problem, one a line, each with its place."""
    say = translator(language).gettext
    return [
        f"{place}: {say(PROBLEMS.get(code, code))}"
        for place, codes in problems.items()
        for code in codes
    ]


def no_rules_in_words(refusal: NoRulesOnDateError, language: str) -> str:
    """Say that the rules have nothing about a day, and which days they have."""
    say = translator(language).gettext
    days = (
        say(STRETCH if until else OPEN_STRETCH) % {"since": since, "until": until}
        for since, until in refusal.days
    )
    return say(NO_RULES) % {**refusal.facts, "days": ", ".join(days)}
