"""What whoever is to ring reads about a check that does not last as long as the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_

if TYPE_CHECKING:
    from datetime import date

    from hopecare.language.reader import Reader


def check_runs_out(helper: str, expires_on: date, reader: Reader) -> str:
    """Say whose check ends when, and what is to be done."""
    said = (
        N_("The check of %(helper)s ended on %(day)s. Record a new one, or stop this help.")
        if expires_on < reader.today
        else N_(
            "The check of %(helper)s holds until %(day)s, and this help goes on after that. "
            "Record a new one by then, or stop the help in time."
        )
    )
    return reader.say(said, helper=helper, day=reader.day(expires_on))


def check_too_low(helper: str, reader: Reader) -> str:
    """Say whose check is not what the help asks for, and what is to be done."""
    said = N_(
        "The check of %(helper)s is lower than this help asks for. Record a new one, or stop "
        "this help."
    )
    return reader.say(said, helper=helper)
