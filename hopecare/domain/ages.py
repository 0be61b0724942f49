"""Age on a day, and the coarse band that may stand in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.people import AgeBand

if TYPE_CHECKING:
    from datetime import date

_FIRST_YEAR_OF: Final = (
    (80, AgeBand.OLDEST),
    (65, AgeBand.OLDER),
    (50, AgeBand.MIDDLE_AGED),
    (35, AgeBand.ADULT),
    (18, AgeBand.YOUNG_ADULT),
)


def age_on(birth_on: date, *, day: date) -> int:
    """Full years lived on a day; somebody born on 29 February turns a year on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def age_band(birth_on: date, *, day: date) -> AgeBand:
    """The band a person's age falls into on a day."""
    age = age_on(birth_on, day=day)
    return next((band for first, band in _FIRST_YEAR_OF if age >= first), AgeBand.CHILD)
