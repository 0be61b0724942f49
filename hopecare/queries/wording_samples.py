"""Reads what makes a town's texts long: its longest name, by length alone, and its districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, func, select, type_coerce

from hopecare.country_facts import emergency_numbers
from hopecare.domain.phone import at_home
from hopecare.language import SOURCE_LANGUAGE, languages
from hopecare.language.wording_rehearsals import Sample
from models import Area, Person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Town

SHORTEST: Final = 5
"""A town without people yet rehearses with a name of this length."""
LOOKED_AT: Final = 20
"""Ciphers grow with the bytes of a name, not with its signs: a few of the longest are read."""


def wording_sample(session: Session, town: Town, *, now: datetime) -> Sample:
    """Give what stands in the gaps of a rehearsal in this town."""
    return Sample(
        longest_name=_longest_name(session, town),
        districts={
            language: _longest_district(session, town, language) for language in languages()
        },
        office=at_home(town.office_phone),
        emergency=emergency_numbers(town.country).life,
        until=now,
        zone=town.zone,
    )


def _longest_name(session: Session, town: Town) -> int:
    sealed: Any = func.length(type_coerce(Person.called, LargeBinary))
    longest = select(Person.called).where(Person.town_id == town.id).order_by(sealed.desc())
    return max([SHORTEST, *(len(each) for each in session.scalars(longest.limit(LOOKED_AT)))])


def _longest_district(session: Session, town: Town, language: str) -> str:
    name = Area.name_en if language == SOURCE_LANGUAGE else Area.name
    longest = select(name).where(Area.town_id == town.id).order_by(func.length(name).desc(), name)
    return session.scalars(longest.limit(1)).first() or ""
